impl ::zt::EitherResourceOrView for OrderView {
    type Role = ::zt::AView;
}
impl ::zt::Disclose for OrderView {
    fn disclose(&self, out: ::zt::__private::Out<'_>) -> ::zt::__private::Written {
        let mut object = out.object(1)?;
        ::zt::demands::show::<_>(&mut object, "id", &self.id)?;
        object.end()
    }
}
impl ::zt::View for OrderView {
    type Of = Order;
    fn view(resource: &Self::Of) -> Self {
        <Self as ::core::convert::From<&Self::Of>>::from(resource)
    }
}
