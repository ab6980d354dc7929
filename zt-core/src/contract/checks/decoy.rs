//! ZT0930: a decoy stands where nobody has a reason to ask.

use super::text::ConstText;
use crate::contract::{Contract, Decoy, Mount};
use crate::grammar::shape::can_meet;

/// Refuses a decoy, at this index in the list of a service, that can match the same path as an endpoint, or as a decoy before it: honest callers would raise the alarm,
/// or nobody could.
///
/// # Panics
/// In const evaluation, with ZT0930.
#[track_caller]
pub const fn check_decoy(mounts: &[Mount], mount: &Mount, index: usize) {
    let Mount::Decoy(decoy) = mount else { return };
    let (mut rest, mut at) = (mounts, 0);
    while let [mount, others @ ..] = rest {
        if let Some(contract) = endpoint_meeting(mount, decoy) {
            endpoint_refusal(decoy, contract, mount.prefix()).refuse();
        }
        if let Mount::Decoy(other) = mount
            && at < index
            && can_meet("", decoy.pattern, "", other.pattern)
        {
            decoy_refusal(decoy, other).refuse();
        }
        (rest, at) = (others, at + 1);
    }
}

const fn endpoint_meeting(mount: &Mount, decoy: &Decoy) -> Option<&'static Contract> {
    let mut contracts = mount.contracts();
    while let [contract, rest @ ..] = contracts {
        if contract.message.is_none()
            && can_meet("", decoy.pattern, mount.prefix(), contract.pattern)
        {
            return Some(contract);
        }
        contracts = rest;
    }
    None
}

const fn endpoint_refusal(decoy: &Decoy, contract: &Contract, prefix: &str) -> ConstText {
    ConstText::new()
        .text("the decoy ")
        .name(decoy.name)
        .text(" stands where ")
        .name(contract.name)
        .text(" answers ")
        .route(contract.method, prefix, contract.pattern)
        .code("ZT0930")
        .note()
        .text("honest callers would raise the alarm, and soon nobody would listen to it")
        .help()
        .text("give the decoy a path that no endpoint can match, as in `#[zt::decoy(\"/backup\")]`")
}

const fn decoy_refusal(decoy: &Decoy, other: &Decoy) -> ConstText {
    ConstText::new()
        .text("the decoys ")
        .name(other.name)
        .text(" and ")
        .name(decoy.name)
        .text(" can match one path")
        .code("ZT0930")
        .note()
        .text("one of them would never raise an alarm, and look as if it could")
        .help()
        .text("drop ")
        .name(decoy.name)
        .text(" from `endpoints(..)`, or give it a path of its own, as in `#[zt::decoy(\"/backup\")]`")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::testing::{first_line, refusal};
    use super::*;
    use crate::contract::fixtures::{PLACE, contract, leak, outer};
    use crate::contract::{Method, Outer};

    const BACKUP: Decoy =
        Decoy { name: "Backup", reason: "Nobody's.", place: PLACE, pattern: "/admin/backup" };
    const CLEAR: [Mount; 2] = [Mount::Decoy(&BACKUP), Mount::Endpoint(&contract("list"))];
    const _: () = check_decoy(&CLEAR, &CLEAR[0], 0);
    const _: () = check_decoy(&CLEAR, &CLEAR[1], 1);

    fn says(beside: Mount) -> Option<alloc::string::String> {
        let mounts = leak([beside, Mount::Decoy(&BACKUP)]);
        refusal(move || check_decoy(mounts, &mounts[1], 1))
    }

    fn endpoint(method: Method, pattern: &'static str) -> Mount {
        Mount::Endpoint(leak(Contract { method, pattern, ..contract("save") }))
    }

    #[test]
    fn zt0930_a_decoy_where_an_endpoint_answers() {
        let message = says(endpoint(Method::Post, "/admin/{what}")).unwrap();
        let what = first_line(&message, "ZT0930");
        assert_eq!(
            what,
            "the decoy `Backup` stands where `save` answers POST /admin/{what} [ZT0930]"
        );
        for pattern in ["/admin/backup", "/{a}/{b}", "/{a}/backup"] {
            assert!(says(endpoint(Method::Delete, pattern)).is_some(), "{pattern}");
        }
        for pattern in ["/", "/admin", "/admin/{a}/{b}", "/{a}/backups", "/backup/{a}"] {
            assert_eq!(says(endpoint(Method::Get, pattern)), None, "{pattern}");
        }
    }

    #[test]
    fn zt0930_the_prefix_of_a_group_counts() {
        let group: &'static Outer = leak(Outer { prefix: "/admin", ..outer("Admin") });
        let of = |pattern| {
            Mount::Group(group, leak([leak(Contract { pattern, ..contract("save") }) as &_]))
        };
        assert!(says(of("/{what}")).is_some());
        assert!(says(of("/backup")).is_some());
        assert_eq!(says(of("/")), None);
    }

    #[test]
    fn zt0930_two_decoys_at_one_path() {
        let other = leak(Decoy { name: "Admin", pattern: "/admin/{what}", ..BACKUP });
        let message = says(Mount::Decoy(other)).unwrap();
        let what = first_line(&message, "ZT0930");
        assert_eq!(what, "the decoys `Admin` and `Backup` can match one path [ZT0930]");
        let mounts = leak([Mount::Decoy(&BACKUP), Mount::Decoy(other)]);
        assert_eq!(refusal(move || check_decoy(mounts, &mounts[0], 0)), None);
    }

    #[test]
    fn a_decoy_is_mounted_as_one() {
        assert_eq!(
            CLEAR.map(|mount| mount.decoy().map(|decoy| decoy.name)),
            [Some("Backup"), None]
        );
    }
}
