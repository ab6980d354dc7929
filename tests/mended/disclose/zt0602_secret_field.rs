use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Account {
    pub name: String,
    #[disclose(never)]
    pub password: Secret<String>,
}

fn main() {}
