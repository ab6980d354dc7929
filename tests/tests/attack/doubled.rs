//! X17: headers that come twice, or hold two values.

use super::siege::{Siege, guarded};
use crate::fixture::{in_house, routes};

#[test]
fn x17_two_credentials_are_none() {
    for route in guarded() {
        in_house(async |house| {
            let server = house.app.serve();
            let mut siege = Siege::of(house);
            let (good, bad) = (house.token(), "v4.public.AAAA");
            for head in [
                format!("authorization: Bearer {good}\r\nauthorization: Bearer {good}\r\n"),
                format!("authorization: Bearer {good}\r\nauthorization: Bearer {bad}\r\n"),
                format!("authorization: Bearer {bad}\r\nauthorization: Bearer {good}\r\n"),
                format!("authorization: Bearer {good}\r\nAuthorization: Basic eDp5\r\n"),
                format!("authorization: Bearer {good}, Bearer {bad}\r\n"),
                format!("authorization: Bearer {bad},Bearer {good}\r\n"),
                format!("authorization: Bearer {good},\r\n"),
                format!("authorization: Bearer {good} {bad}\r\n"),
                format!("authorization: Bearer {good}\r\nauthorization:\r\n"),
            ] {
                let raw = route.raw(route.sample.target, &format!("host: localhost\r\n{head}"));
                let answer = siege.send_raw(server.address(), &raw);
                assert_eq!(answer.status, 400, "{raw:?}: {answer:?}");
                let challenge = Some(r#"Bearer error="invalid_request""#);
                assert_eq!(answer.header("www-authenticate"), challenge, "{raw:?}");
            }
            siege.ends_in_vain();
        });
    }
}

#[test]
fn x17_two_hosts_and_two_lengths_are_refused() {
    for route in routes() {
        in_house(async |house| {
            let server = house.app.serve();
            let mut siege = Siege::of(house);
            let bearer = format!("authorization: Bearer {}\r\n", house.token());
            let body = route.sample.body;
            let length = body.len();
            let media = route.sample.media;
            let typed =
                if media.is_empty() { String::new() } else { format!("content-type: {media}\r\n") };
            for head in [
                "host: localhost\r\nhost: y\r\n".to_owned(),
                "host: localhost\r\nHost: x\r\n".to_owned(),
                format!(
                    "host: localhost\r\ncontent-length: {length}\r\ncontent-length: {length}\r\n"
                ),
                format!("host: localhost\r\ncontent-length: {length}\r\ncontent-length: 0\r\n"),
                format!("host: localhost\r\ncontent-length: {length}, {length}\r\n"),
                format!("host: localhost\r\ncontent-length: +{length}\r\n"),
                format!(
                    "host: localhost\r\ncontent-length: {length}\r\ntransfer-encoding: chunked\r\n"
                ),
                format!(
                    "host: localhost\r\ntransfer-encoding: chunked\r\ncontent-length: {length}\r\n"
                ),
                "host: localhost\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n"
                    .to_owned(),
                "host: localhost\r\ntransfer-encoding: gzip, identity\r\n".to_owned(),
                "host: localhost\r\ntransfer-encoding: xchunked\r\n".to_owned(),
            ] {
                let raw = format!(
                    "{} {} HTTP/1.1\r\n{bearer}{typed}{head}\r\n{body}",
                    route.method(),
                    route.sample.target
                );
                let answer = siege.send_raw(server.address(), &raw);
                assert!([400, 501].contains(&answer.status), "{raw:?}: {answer:?}");
            }
            siege.ends_in_vain();
        });
    }
}
