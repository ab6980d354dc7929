async fn start() -> zt::Result<()> {
    Ok(())
}

fn main() {}
