#[zt::main]
fn main() -> zt::Result<()> {
    Ok(())
}
