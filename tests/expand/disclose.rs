impl ::zt::EitherResourceOrView for OrderView {
    type Role = ::zt::AView;
}
impl ::zt::Disclose for OrderView {
    fn disclose(&self, out: ::zt::__private::Out<'_>) -> ::zt::__private::Written {
        let mut object = out.object(1)?;
        ::zt::demands::show::<_>(&mut object, "id", &self.id)?;
        object.end()
    }
    fn describe(question: &::zt::__private::Question) {
        use ::zt::__private::ElseUntold as _;
        question
            .fields::<
                Self,
            >(
                "OrderView",
                |shape| {
                    ::zt::__private::Shown::by(|view: &Self| &view.id).tell(shape, "id");
                },
            );
        question.view_of::<Self>();
    }
}
impl ::zt::View for OrderView {
    type Of = Order;
    fn view(resource: &Self::Of) -> Self {
        <Self as ::core::convert::From<&Self::Of>>::from(resource)
    }
}
