//! What the check has to be told: helps that can't be pasted, fillings of `..`, and names that stand elsewhere.

/// A help that is advice, not a line to paste.
pub(crate) struct Prose {
    pub(crate) code: &'static str,
    /// How it starts.
    pub(crate) help: &'static str,
    pub(crate) why: &'static str,
}

pub(crate) const PROSE: &[Prose] = &[Prose {
    code: "ZT0108",
    help: "write at least 3 words",
    why: "only who writes the waiver knows its reason: one that could be pasted would be none",
}];

impl Prose {
    pub(crate) fn is_for(&self, code: &str, help: &str) -> bool {
        assert!(self.why.split(' ').count() > 5, "{}: say why", self.code);
        self.code == code && help.starts_with(self.help)
    }
}

pub(crate) fn is_prose(code: &str, help: &str) -> bool {
    PROSE.iter().any(|row| row.is_for(code, help))
}

/// What a reader writes for `..`: of which code (none: of all), the hole, the filling.
pub(crate) const FILLINGS: &[(&str, &str, &str)] = &[
    ("", "why = \"..\"", "why = \"anybody may look at the prices\""),
    ("", "rename = \"..\"", "rename = \"another\""),
];

/// The rule that a bare word of a list `expected one of ..` stands for.
pub(crate) const FORMS: &[(&str, &str)] = &[
    ("scopes", "scopes(OrdersRead)"),
    ("rate", "rate(\"60/min\")"),
    ("limits", "limits(time = \"2s\")"),
    ("max_age", "max_age = \"10m\""),
    ("endpoints", "endpoints(list_orders)"),
    ("rename", "rename = \"another\""),
    ("owner", "owner = \"team-shop\""),
    ("until", "until = \"2027-01-31\""),
    ("crate", "crate = \"zt\""),
    ("length", "length(max = 500)"),
];

/// The declaration of a name that the compiler doesn't find in the pasted program.
pub(crate) fn declaration_for(what: &str, program: &str) -> Option<&'static str> {
    let missing =
        ["cannot find type", "cannot find struct", "failed to resolve", "cannot find module"];
    if !missing.iter().any(|start| what.starts_with(start)) {
        return None;
    }
    let name = what.split('`').nth(1)?;
    let declared = program.contains(&format!("struct {name}"));
    ELSEWHERE.iter().find(|(known, _)| *known == name && !declared).map(|(_, text)| *text)
}

/// Names that a help proposes because it can't know those of the program.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "OrdersRead",
        "\n/// Look orders up.\n#[derive(Scope)]\n#[scope(\"orders:read\", reads)]\npub struct OrdersRead;\n",
    ),
    (
        "OrdersWrite",
        "\n/// Change orders.\n#[derive(Scope)]\n#[scope(\"orders:write\", writes)]\npub struct OrdersWrite;\n",
    ),
    (
        "OrdersCancel",
        "\n/// Cancel orders.\n#[derive(Scope)]\n#[scope(\"orders:cancel\", writes)]\npub struct OrdersCancel;\n",
    ),
    ("OrderId", "\n#[derive(Id)]\npub struct OrderId(u64);\n"),
    (
        "Orders",
        "\npub struct Orders;\n#[zt::store]\nimpl Orders {\n    pub async fn find(&self, _: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {\n        Ok(None)\n    }\n}\n",
    ),
    (
        "Order",
        "\n#[derive(Resource)]\n#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single, owner_may(Read))]\npub struct Order {\n    buyer: Subject,\n}\n",
    ),
    (
        "OrderView",
        "\n#[derive(Disclose)]\n#[disclose(plain)]\npub struct OrderView {\n    total: u64,\n}\n",
    ),
    (
        "Filter",
        "\n#[derive(Input)]\npub struct Filter {\n    #[input(length(max = 20))]\n    word: String,\n}\n",
    ),
];
