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
impl ::zt::__private::MarkedStore for Orders {
    const NAME: &'static str = "Orders";
    const UNPROVED: &'static [::zt::__private::Unproved] = &[
        ::zt::__private::Unproved {
            method: "count",
            waiver: ::zt::__private::Waiver {
                why: "the front page counts the orders",
                owner: ::core::option::Option::None,
                until: ::core::option::Option::None,
            },
        },
    ];
}
impl ::zt::Store for Orders {}
