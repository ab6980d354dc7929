fn main() -> zt::Result<()> {
    ::zt::__private::run(async move { serve().await })
}
