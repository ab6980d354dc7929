//! ZT1013, ZT1014: a message is said over a socket that is listed beside it, and its caller was asked when that was opened.

use super::text::ConstText;
use crate::contract::effective::proof;
use crate::contract::named::is_same;
use crate::contract::{Contract, MessageRule, Mount, Outer};

/// Refuses a name in a service's list that brings a message whose socket isn't listed beside it, in the same group or the
/// same list (ZT1013): nobody could say it. Or one that is to be signed (ZT1014): a signature is of a request.
///
/// # Panics
/// In const evaluation, with the first of these.
#[track_caller]
pub const fn check_messages(service: &Outer, mounts: &[Mount], mount: &Mount) {
    let mut contracts = mount.contracts();
    while let [contract, rest @ ..] = contracts {
        if let Some(message) = &contract.message {
            if !is_listed(message.socket, mounts, mount) {
                no_socket(contract, message).refuse();
            }
            if proof(contract.proof, mount.group(), service).signed {
                signed(contract).refuse();
            }
        }
        contracts = rest;
    }
}

/// Whether the message can be said there: in the same group, or where both are listed by themselves.
const fn is_listed(socket: &Contract, mounts: &[Mount], mount: &Mount) -> bool {
    if mount.group().is_some() {
        return is_among(socket, mount.contracts());
    }
    let mut rest = mounts;
    while let [other, others @ ..] = rest {
        if let Mount::Endpoint(contract) = other
            && is_one(socket, contract)
        {
            return true;
        }
        rest = others;
    }
    false
}

const fn is_among(socket: &Contract, mut contracts: &[&Contract]) -> bool {
    while let [contract, rest @ ..] = contracts {
        if is_one(socket, contract) {
            return true;
        }
        contracts = rest;
    }
    false
}

/// Two contracts of one handler: in a module no two have one name.
const fn is_one(one: &Contract, other: &Contract) -> bool {
    is_same(one.name.as_bytes(), other.name.as_bytes())
        && is_same(one.place.module.as_bytes(), other.place.module.as_bytes())
        && one.place.line == other.place.line
}

const fn no_socket(contract: &Contract, message: &MessageRule) -> ConstText {
    ConstText::new()
        .text("the message ")
        .name(contract.name)
        .text(" is listed without its socket ")
        .name(message.socket.name)
        .code("ZT1013")
        .note()
        .text("a message is heard over its socket where both are listed: nobody could say this one, and its rule would stand for nothing")
        .help()
        .text("list both in one place, the service's list or one group's: `endpoints(")
        .text(message.socket.name)
        .text(", ")
        .text(contract.name)
        .text(")`")
}

const fn signed(contract: &Contract) -> ConstText {
    ConstText::new()
        .text("the message ")
        .name(contract.name)
        .text(" can't be signed")
        .code("ZT1014")
        .note()
        .text("a signature is of a request (RFC 9421): that of the socket's opening says nothing of what is said over it later")
        .help()
        .text("make it an endpoint of requests: `#[zt::post(..)]`")
        .help()
        .text("drop `signed` from its rule, its group or the service; an endpoint that needs it says `proof(signed)` itself")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::testing::{first_line, refusal};
    use super::*;
    use crate::contract::fixtures::{PLACE, contract, outer};
    use crate::contract::{Method, Place, ProofRule, StreamRule};

    const SOCKET: Contract = Contract {
        stream: Some(StreamRule { recheck: None, socket: true }),
        pattern: "/talk",
        ..contract("talk")
    };
    const CANCEL: Contract = Contract {
        method: Method::Message,
        pattern: "/talk",
        message: Some(MessageRule { name: "cancel", socket: &SOCKET }),
        ..contract("say_cancel")
    };
    const SERVICE: Outer = outer("Shop");
    const GROUP: Outer = Outer { prefix: "/orders", ..outer("Orders") };

    fn says(service: &'static Outer, mounts: &'static [Mount]) -> Option<alloc::string::String> {
        mounts.iter().find_map(|mount| refusal(move || check_messages(service, mounts, mount)))
    }

    #[test]
    fn b12_a_message_stands_beside_its_socket() {
        for mounts in [
            &[Mount::Endpoint(&SOCKET), Mount::Endpoint(&CANCEL)][..],
            &[Mount::Endpoint(&CANCEL), Mount::Endpoint(&SOCKET)],
            &[Mount::Group(&GROUP, &[&CANCEL, &SOCKET])],
            &[Mount::Endpoint(&SOCKET)],
        ] {
            assert_eq!(says(&SERVICE, mounts), None);
        }
    }

    #[test]
    fn zt1013_a_message_without_its_socket() {
        const ELSEWHERE: Contract =
            Contract { place: Place { module: "shop::other", ..PLACE }, ..SOCKET };
        for mounts in [
            &[Mount::Endpoint(&CANCEL)][..],
            &[Mount::Endpoint(&CANCEL), Mount::Group(&GROUP, &[&SOCKET])],
            &[Mount::Group(&GROUP, &[&CANCEL]), Mount::Endpoint(&SOCKET)],
            &[Mount::Endpoint(&CANCEL), Mount::Endpoint(&ELSEWHERE)],
        ] {
            let message = says(&SERVICE, mounts).unwrap();
            let what = first_line(&message, "ZT1013");
            assert_eq!(
                what,
                "the message `say_cancel` is listed without its socket `talk` [ZT1013]"
            );
            assert!(message.contains("`endpoints(talk, say_cancel)`"), "{message}");
        }
    }

    #[test]
    fn zt1014_s11_a_message_that_is_to_be_signed() {
        const SIGNED: ProofRule = ProofRule { signed: true, ..ProofRule::NONE };
        const SIGNED_CANCEL: Contract = Contract { proof: SIGNED, ..CANCEL };
        const SIGNED_GROUP: Outer = Outer { proof: SIGNED, ..GROUP };
        const SIGNED_SERVICE: Outer = Outer { proof: SIGNED, ..SERVICE };
        for (service, mounts) in [
            (&SERVICE, &[Mount::Endpoint(&SOCKET), Mount::Endpoint(&SIGNED_CANCEL)][..]),
            (&SERVICE, &[Mount::Group(&SIGNED_GROUP, &[&CANCEL, &SOCKET])]),
            (&SIGNED_SERVICE, &[Mount::Group(&GROUP, &[&SOCKET, &CANCEL])]),
        ] {
            let message = says(service, mounts).unwrap();
            let what = first_line(&message, "ZT1014");
            assert_eq!(what, "the message `say_cancel` can't be signed [ZT1014]");
        }
        const SIGNED_SOCKET: Contract = Contract { proof: SIGNED, ..SOCKET };
        assert_eq!(
            says(&SERVICE, &[Mount::Endpoint(&SIGNED_SOCKET), Mount::Endpoint(&CANCEL)]),
            None
        );
    }
}
