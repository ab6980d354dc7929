impl ::zt::EitherResourceOrView for Order {
    type Role = ::zt::AResource;
}
impl ::zt::Resource for Order {
    type Id = OrderId;
    type Store = Orders;
    const NAME: &'static str = "Order";
    fn load<'a>(
        store: &'a Self::Store,
        id: &'a Self::Id,
        loading: ::zt::Loading<'a>,
    ) -> ::zt::__private::LoadFuture<'a, Self> {
        ::std::boxed::Box::pin((Orders::find)(store, id, loading))
    }
    const OF_TENANT: bool = true;
    fn tenancy(&self) -> ::zt::__private::Tenancy<'_> {
        ::zt::__private::Tenancy::Of(&self.shop)
    }
}
impl ::zt::Authorize<Read> for Order {
    const DECIDES: ::zt::__private::Decides = ::zt::__private::Decides::Owner;
    fn authorize(&self, caller: &::zt::Identity) -> ::zt::Decision {
        ::zt::Decision::allow_if(::zt::__private::same_subject(&self.buyer, caller))
    }
}
impl ::zt::Authorize<Cancel> for Order {
    const DECIDES: ::zt::__private::Decides = ::zt::__private::Decides::Owner;
    fn authorize(&self, caller: &::zt::Identity) -> ::zt::Decision {
        ::zt::Decision::allow_if(::zt::__private::same_subject(&self.buyer, caller))
    }
}
