impl ::zt::Id for OrderId {
    const NAME: &'static str = "OrderId";
    fn parse(text: &str) -> ::core::option::Option<Self> {
        ::zt::IdValue::parse(text).map(Self)
    }
    fn text(&self) -> ::std::string::String {
        ::zt::IdValue::text(&self.0)
    }
    fn write(&self, out: ::zt::__private::Out<'_>) -> ::zt::__private::Written {
        ::zt::IdValue::write(&self.0, out)
    }
}
impl ::zt::PlainField for OrderId {
    fn write(&self, out: ::zt::__private::Out<'_>) -> ::zt::__private::Written {
        ::zt::Id::write(self, out)
    }
    fn describe(question: &::zt::__private::Question) {
        question.id::<Self>()
    }
}
