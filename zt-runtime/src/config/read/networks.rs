//! Where the networks are that rules name: `[networks]`, with a list of prefixes for each.

use figment::value::Value;
use zt_core::grammar::network_name;

use super::Reader;
use crate::network::Networks;
use crate::prefix::Prefix;

const KEY: &str = "networks";

impl Reader {
    pub(super) fn places(&mut self) -> Networks {
        let Some(pairs) = self.find(KEY).map(pairs) else { return Networks::default() };
        let mut networks = Networks::default();
        let Some(pairs) = pairs.filter(|pairs| !pairs.is_empty()) else {
            self.wrong(KEY);
            return networks;
        };
        for (name, prefix) in pairs {
            if let Err(fault) = network_name::parse(&name) {
                self.fault(KEY, fault.to_string());
            }
            match Prefix::parse(&prefix) {
                Some(prefix) => networks.add(&name, prefix),
                None => self.fault(KEY, no_prefix(&name, &prefix)),
            }
        }
        networks
    }
}

fn no_prefix(name: &str, found: &str) -> String {
    format!(
        "`{name}` has {found:?}, expected a prefix of at least 8 bits (IPv6: 7) with no bit set behind them, such as \
         10.1.0.0/16, or 192.0.2.7/32 for one address"
    )
}

/// Names with their prefixes, each by itself: of a table, or of pairs as the environment has them.
fn pairs(value: &Value) -> Option<Vec<(String, String)>> {
    match value {
        Value::Dict(_, table) => {
            let pairs: Option<Vec<_>> = table.iter().map(|(name, it)| listed(name, it)).collect();
            pairs.map(|pairs| pairs.concat())
        }
        Value::String(_, text) => text.split(',').map(pair).collect(),
        _ => None,
    }
}

/// `office = "10.1.0.0/16"`, or `office = ["10.1.0.0/16", "2001:db8::/32"]`. An empty list is none: nobody would get in.
fn listed(name: &str, prefixes: &Value) -> Option<Vec<(String, String)>> {
    let one = |it: &str| (name.to_owned(), it.to_owned());
    match prefixes {
        Value::String(_, text) => Some(vec![one(text)]),
        Value::Array(_, items) if !items.is_empty() => {
            items.iter().map(|item| item.as_str().map(one)).collect()
        }
        _ => None,
    }
}

/// `office=10.1.0.0/16`
fn pair(text: &str) -> Option<(String, String)> {
    let (name, prefix) = text.split_once('=')?;
    Some((name.trim().to_owned(), prefix.trim().to_owned()))
}
