#[zt::main]
async fn main(port: u16) -> zt::Result<()> {
    Ok(())
}
