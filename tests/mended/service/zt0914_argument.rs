#[zt::main]
async fn main() -> zt::Result<()> {
    Ok(())
}
