impl Orders {
    pub fn open(path: &str) -> zt::Result<Self> {
        todo!()
    }
    pub async fn of_buyer(
        &self,
        buyer: &Subject,
        by: &dyn Proves<OrdersRead>,
    ) -> zt::Result<Vec<Order>> {
        {
            use ::zt::__private::ElseNo as _;
            ::zt::demands::need_proof(
                ::zt::demands::Or(
                    ::zt::__private::Probe(&buyer).is_proof(),
                    ::zt::demands::Or(
                        ::zt::__private::Probe(&by).is_proof(),
                        ::zt::demands::No,
                    ),
                ),
            );
        }
        { todo!() }
    }
    pub async fn count(&self) -> zt::Result<u64> {
        todo!()
    }
}
impl ::zt::__private::MarkedStore for Orders {}
impl ::zt::Store for Orders {}
