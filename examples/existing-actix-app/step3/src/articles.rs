//! What everybody may read before they ask.

use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Article {
    pub text: String,
}

/// How to help oneself.
#[zt::get(
    "/articles/{name}",
    public(why = "whoever has a problem may read", owner = "team-desk", until = "2030-12-31"),
    open(
        name,
        why = "articles are the same for everyone",
        owner = "team-desk",
        until = "2030-12-31"
    )
)]
pub async fn read_article(name: Open<String>) -> Answer<Article> {
    match name.as_str() {
        "keyboards" => Ok(Reply(Article { text: "Have you tried another one?".to_owned() })),
        _ => Err(Problem::not_found()),
    }
}
