//! The user's own tokens in a message.

use quote::ToTokens;

/// The tokens as they were written, more or less.
pub(crate) fn shown(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (wide, narrow) in [
        (" :: ", "::"),
        (" : ", ": "),
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("' ", "'"),
        ("< ", "<"),
        (" <", "<"),
        ("( ", "("),
        (" (", "("),
        (" )", ")"),
        ("# [", "#["),
        ("- ", "-"),
    ] {
        text = text.replace(wide, narrow);
    }
    text
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::shown;

    #[test]
    fn tokens_read_as_they_were_written() {
        for written in [
            "scopes(OrdersRead, any(orders::OrdersWrite, B))",
            "rate(\"60/min\", by = client)",
            "&'static Caller<list_orders>",
            "#[disclose(plain)]",
        ] {
            let tokens: proc_macro2::TokenStream = written.parse().unwrap_or_default();
            assert_eq!(shown(&tokens), written);
        }
        assert_eq!(shown(&quote!(name: Type)), "name: Type");
    }
}
