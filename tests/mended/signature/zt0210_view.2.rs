use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Greeting {
    pub text: String,
}

/// The load balancer asks whether we live.
#[zt::get("/health", public(why = "the greeting is for everyone"))]
async fn health() -> Answer<Greeting> {
    Ok(Reply(Greeting { text: "version 7".to_owned() }))
}

fn main() {}
