//! The words of an annotation: each with an example to paste. A word stands here only once the runtime enforces it.

/// One word, and how it is written.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) example: &'static str,
}

const fn key(name: &'static str, example: &'static str) -> Key {
    Key { name, example }
}

/// What an endpoint may say after its path.
pub(crate) const ENDPOINT: &[Key] = &[
    key("scopes", "scopes(OrdersRead)"),
    key("authenticated", "authenticated(why = \"each customer has a basket\")"),
    key("public", "public(why = \"the price list is for everyone\")"),
    key("open", "open(page, why = \"pages are the same for everyone\")"),
    key("proof", "proof(max_age = \"10m\")"),
    key("rate", "rate(\"60/min\", by = client)"),
    key("limits", "limits(body = \"64KiB\", time = \"2s\")"),
    key("network", "network(Office)"),
    key("segment", "segment = Admin"),
    key("reads", "reads"),
    key("stream", "stream(recheck = \"15s\")"),
    key("socket", "socket(recheck = \"15s\")"),
    key("crate", "crate = \"my_zt\""),
];

/// What a message may say after its name.
pub(crate) const MESSAGE: &[Key] = &[
    key("on", "on = talk"),
    key("scopes", "scopes(OrdersRead)"),
    key("authenticated", "authenticated(why = \"each customer has a basket\")"),
    key("proof", "proof(max_age = \"10m\")"),
    key("rate", "rate(\"60/min\", by = client)"),
    key("limits", "limits(body = \"64KiB\", time = \"2s\")"),
    key("reads", "reads"),
    key("crate", "crate = \"my_zt\""),
];

/// What a group may say after its prefix.
pub(crate) const GROUP: &[Key] = &[
    key("endpoints", "endpoints(list_orders)"),
    key("rate", "rate(\"60/min\", by = client)"),
    key("proof", "proof(max_age = \"10m\")"),
    key("limits", "limits(body = \"64KiB\", time = \"2s\")"),
    key("network", "network(Office)"),
    key("segment", "segment = Admin"),
    key("crate", "crate = \"my_zt\""),
];

/// What a service may say.
pub(crate) const SERVICE: &[Key] = &[
    key("endpoints", "endpoints(list_orders)"),
    key("roles", "roles(Support)"),
    key("legacy", LEGACY_EXAMPLE),
    key("stage", "stage = advanced"),
    key("rate", "rate(\"60/min\", by = client)"),
    key("proof", "proof(max_age = \"10m\")"),
    key("limits", "limits(body = \"64KiB\", time = \"2s\")"),
    key("network", "network(Office)"),
    key("segment", "segment = Admin"),
    key("crate", "crate = \"my_zt\""),
];

/// A whole legacy path: nothing of it can be left out.
pub(crate) const LEGACY_EXAMPLE: &str = "legacy(\"/old\", why = \"the old shop moves in spring\", owner = \"team-shop\", until = \"2027-06-30\")";

/// What a decoy may say after its path.
pub(crate) const DECOY: &[Key] = &[key("crate", "crate = \"my_zt\"")];

/// What a waiver may say.
pub(crate) const WAIVER: &[Key] = &[
    key("why", "why = \"the price list is for everyone\""),
    key("owner", "owner = \"team-shop\""),
    key("until", "until = \"2027-06-30\""),
];

/// What `proof(..)` may say.
pub(crate) const PROOF: &[Key] = &[
    key("max_age", "max_age = \"10m\""),
    key("auth_age", "auth_age = \"15m\""),
    key("acr", "acr = Mfa"),
    key("bound", "bound"),
    key("issuer", "issuer = Corp"),
    key("signed", "signed"),
    key("device", "device = Managed"),
];

/// What `limits(..)` may say.
pub(crate) const LIMITS: &[Key] = &[key("body", "body = \"64KiB\""), key("time", "time = \"2s\"")];

/// What `stream(..)` and `socket(..)` may say.
pub(crate) const STREAM: &[Key] = &[key("recheck", "recheck = \"15s\"")];

/// What `rate(..)` may say after its literal.
pub(crate) const RATE: &[Key] = &[key("by", "by = client")];

/// What `by` may be.
pub(crate) const RATE_BY: [&str; 4] = ["subject", "client", "tenant", "ip"];

/// What `#[zt::main]` may say.
pub(crate) const MAIN: &[Key] = &[key("crate", "crate = \"my_zt\"")];

/// Words of later versions. They are unknown like any other, only never taken for a slip of the finger.
pub(crate) const LATER: [&str; 3] = ["publishes", "audit", "elevated"];

pub(crate) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

/// How the word is written, where it is known.
pub(crate) fn example(keys: &[Key], name: &str) -> Option<&'static str> {
    keys.iter().find(|key| key.name == name).map(|key| key.example)
}
