//! Which machines may be called: none inside of the network, unless the configuration names it (G-12, API7:2023).
//!
//! A name is looked up once, and what it stands for is checked before anybody is connected with: a name that turns to an
//! inner address after a look would otherwise lead there.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use ipnet::{Ipv4Net, Ipv6Net};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::prefix::Prefix;

/// What isn't reached by everybody (IANA's IPv4 Special-Purpose Address Registry, RFC 6890), multicast, and what is
/// reserved.
const NOT_PUBLIC_V4: [Ipv4Net; 16] = [
    v4([0, 0, 0, 0], 8),
    v4([10, 0, 0, 0], 8),
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v4([172, 16, 0, 0], 12),
    v4([192, 0, 0, 0], 24),
    v4([192, 0, 2, 0], 24),
    v4([192, 31, 196, 0], 24),
    v4([192, 88, 99, 0], 24),
    v4([192, 168, 0, 0], 16),
    v4([198, 18, 0, 0], 15),
    v4([198, 51, 100, 0], 24),
    v4([203, 0, 113, 0], 24),
    v4([224, 0, 0, 0], 4),
    v4([240, 0, 0, 0], 4),
];

/// The only part of IPv6 that is given out for everybody to reach (RFC 3513 §2.4). Loopback, link-local, unique local,
/// mapped IPv4 and NAT64 are outside of it.
const PUBLIC_V6: Ipv6Net = v6([0x2000, 0], 3);

/// Within it: protocol assignments with Teredo, examples, 6to4, which holds an IPv4 address, and examples again.
const NOT_PUBLIC_V6: [Ipv6Net; 4] =
    [v6([0x2001, 0], 23), v6([0x2001, 0xdb8], 32), v6([0x2002, 0], 16), v6([0x3fff, 0], 20)];

const fn v4([a, b, c, d]: [u8; 4], length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(std::net::Ipv4Addr::new(a, b, c, d), length)
}

const fn v6([a, b]: [u16; 2], length: u8) -> Ipv6Net {
    Ipv6Net::new_assert(std::net::Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0), length)
}

/// Where one service may be called.
#[derive(Debug, Clone)]
pub(crate) struct Reach(Arc<[Prefix]>);

impl Reach {
    pub(crate) fn new(networks: Vec<Prefix>) -> Self {
        Self(networks.into())
    }

    /// Whether an address in `url` may be called; a name is looked at when it is looked up. Loopback is what somebody wrote
    /// who means this very machine.
    pub(crate) fn admits(&self, url: &Url) -> bool {
        match url.host() {
            None => false,
            Some(Host::Domain(_)) => true,
            Some(Host::Ipv4(address)) => self.admits_literal(address.into()),
            Some(Host::Ipv6(address)) => self.admits_literal(address.into()),
        }
    }

    fn admits_literal(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.admits_address(address)
    }

    fn admits_address(&self, address: IpAddr) -> bool {
        is_public(address) || self.0.iter().any(|network| network.contains(address))
    }

    /// All that a name stands for, or nothing: where one of its addresses is inside, the name isn't to be trusted.
    fn checked(&self, name: &str, found: Vec<SocketAddr>) -> io::Result<Vec<SocketAddr>> {
        // RFC 6761 §6.3. What goes there in the clear must not leave the machine.
        let is_this_machine = name.eq_ignore_ascii_case("localhost");
        let may = |address: &SocketAddr| match is_this_machine {
            true => address.ip().is_loopback(),
            false => self.admits_address(address.ip()),
        };
        if found.is_empty() || !found.iter().all(may) {
            return Err(io::Error::other(NotAdmitted));
        }
        Ok(found)
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC_V4.iter().any(|network| network.contains(&address)),
        IpAddr::V6(address) => {
            PUBLIC_V6.contains(&address)
                && !NOT_PUBLIC_V6.iter().any(|network| network.contains(&address))
        }
    }
}

/// The name stands for an address that isn't to be called.
#[derive(Debug)]
struct NotAdmitted;

impl fmt::Display for NotAdmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name stands for an address in a network that `networks` doesn't name")
    }
}

impl std::error::Error for NotAdmitted {}

impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.clone();
        Box::pin(async move {
            // The port is the request's own.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let checked = reach.checked(name.as_str(), found)?;
            Ok(Box::new(checked.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::outbound::{Method, Outbound, Sent};

    fn reach(networks: &[&str]) -> Reach {
        Reach::new(networks.iter().map(|text| Prefix::parse(text).unwrap()).collect())
    }

    fn found(addresses: &[&str]) -> Vec<SocketAddr> {
        addresses.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect()
    }

    /// Each is one that an attacker would have a name stand for.
    const INNER: [&str; 31] = [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2002:a00:1::",
        "2001:0:a00:1::",
    ];

    #[test]
    fn g12_no_inner_address_is_called() {
        let reach = reach(&[]);
        for inner in INNER {
            assert!(reach.checked("pay.example", found(&[inner])).is_err(), "{inner}");
            // One of several is as bad: which of them is taken is nobody's choice.
            assert!(reach.checked("pay.example", found(&["8.8.8.8", inner])).is_err(), "{inner}");
        }
        for public in ["8.8.8.8", "100.63.255.255", "172.32.0.1", "192.0.1.1", "2606:4700::1"] {
            assert!(reach.checked("pay.example", found(&[public])).is_ok(), "{public}");
        }
        assert!(reach.checked("pay.example", Vec::new()).is_err());
    }

    #[test]
    fn g12_a_network_that_is_named_is_open_and_nothing_beside_it() {
        let reach = reach(&["10.1.0.0/16", "fd00:1::/32"]);
        for good in ["10.1.2.3", "fd00:1::7", "8.8.8.8"] {
            assert!(reach.checked("pay.example", found(&[good])).is_ok(), "{good}");
        }
        for bad in ["10.2.0.1", "fd00:2::7", "::ffff:10.1.2.3", "127.0.0.1", "169.254.169.254"] {
            assert!(reach.checked("pay.example", found(&[bad])).is_err(), "{bad}");
        }
    }

    #[test]
    fn g12_localhost_is_this_machine_and_nothing_else() {
        let reach = reach(&["10.1.0.0/16"]);
        assert!(reach.checked("localhost", found(&["127.0.0.1", "::1"])).is_ok());
        for elsewhere in ["8.8.8.8", "10.1.2.3"] {
            assert!(reach.checked("localhost", found(&["127.0.0.1", elsewhere])).is_err());
        }
        for name in ["a.localhost", "localhost.example", "LOCALHOST."] {
            assert!(reach.checked(name, found(&["127.0.0.1"])).is_err(), "{name}");
        }
    }

    #[test]
    fn g12_an_address_in_a_url_is_held_to_the_same() {
        let reach = reach(&["10.1.0.0/16"]);
        let admits = |text: &str| reach.admits(&Url::parse(text).unwrap());
        for good in
            ["https://10.1.2.3/", "http://127.0.0.1:1/", "http://[::1]/", "https://pay.example/"]
        {
            assert!(admits(good), "{good}");
        }
        for bad in [
            "https://169.254.169.254/latest/",
            "https://10.2.0.1/",
            "https://[::ffff:127.0.0.1]/",
            "https://[fd00:ec2::254]/",
            // Other spellings of 169.254.169.254 and of 10.2.0.1.
            "https://2852039166/",
            "https://0xa9fea9fe/",
            "https://0251.0376.0251.0376/",
            "https://10.131073/",
        ] {
            assert!(!admits(bad), "{bad}");
        }
    }

    #[test]
    fn g12_a_network_is_written_in_one_way_and_is_not_the_internet() {
        for good in ["10.0.0.0/8", "192.168.7.0/24", "10.0.0.7/32", "fd00::/8", "fc00::/7"] {
            assert!(Prefix::parse(good).is_some(), "{good}");
        }
        for bad in
            ["", "10.0.0.0", "0.0.0.0/0", "10.0.0.0/7", "::/0", "10.0.0.1/8", "10.0.0.0/33", "a/8"]
        {
            assert!(Prefix::parse(bad).is_none(), "{bad}");
        }
    }

    /// A name server that says of every name that it is this machine (DNS rebinding).
    struct Rebinding(Reach);

    impl Resolve for Rebinding {
        fn resolve(&self, name: Name) -> Resolving {
            let checked = self.0.checked(name.as_str(), found(&["127.0.0.1"]));
            Box::pin(async move { Ok(Box::new(checked?.into_iter()) as Addrs) })
        }
    }

    #[test]
    fn g12_a_name_that_turns_inward_is_never_connected_with() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://pay.example:{}/", listener.local_addr().unwrap().port());
        let outbound = Outbound::start().unwrap();
        let called = |reach: Reach| {
            let (outbound, sent) =
                (outbound.resolving(Arc::new(Rebinding(reach))).unwrap(), sent_to(&url));
            crate::web::block_on(outbound.clone().run(async move { outbound.send(sent, 1).await }))
                .unwrap()
        };
        listener.set_nonblocking(true).unwrap();
        assert!(called(reach(&[])).is_err());
        assert_eq!(listener.accept().unwrap_err().kind(), io::ErrorKind::WouldBlock);

        // Where the network is named, it is connected with, at the port of the address.
        let answering = std::thread::spawn(move || {
            listener.set_nonblocking(false).unwrap();
            let (mut stream, _) = listener.accept().unwrap();
            let _ = std::io::Read::read(&mut stream, &mut [0; 1024]).unwrap();
            let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
            std::io::Write::write_all(&mut stream, answer).unwrap();
        });
        assert_eq!(called(reach(&["127.0.0.0/8"])).unwrap().status, 204);
        answering.join().unwrap();
    }

    fn sent_to(url: &str) -> Sent {
        let url = Url::parse(url).unwrap();
        Sent { method: Method::GET, url, headers: Vec::new(), body: None }
    }

    #[test]
    fn g12_names_are_looked_up_by_it() {
        let looked_up = |name: &str| {
            crate::web::block_on(reach(&[]).resolve(name.parse().unwrap())).map(Iterator::count)
        };
        assert!(looked_up("localhost").unwrap() > 0);
        // The spelling of an address that only the look-up understands.
        let said = looked_up("127.0.0.1").unwrap_err().to_string();
        assert!(said.contains("networks"), "{said}");
    }
}
