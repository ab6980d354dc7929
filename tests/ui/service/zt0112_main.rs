#[zt::main(workers = 4)]
async fn main() -> zt::Result<()> {
    Ok(())
}
