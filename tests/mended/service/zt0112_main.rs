#[zt::main(crate = "zt")]
async fn main() -> zt::Result<()> {
    Ok(())
}
