/// Cancel before it ships.
pub async fn cancel_order(
    order: &Authorized<Order, Cancel>,
    body: &Body<CancelInput>,
    orders: Data<Orders>,
    _: ::zt::demands::OnlyTheGate,
) -> Answer<OrderView> {
    todo!()
}
/// Cancel before it ships.
pub struct cancel_order {
    _p: (),
}
const _: () = {
    type NeededScope0 = OrdersCancel;
    type NeededScope1 = Support;
    type NeededScope2 = Admin;
    impl ::zt::Endpoint for cancel_order {
        const CONTRACT: &'static ::zt::__private::Contract = &::zt::__private::Contract {
            name: "cancel_order",
            reason: "Cancel before it ships.",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            method: ::zt::__private::Method::Post,
            pattern: "/{order}/cancel",
            access: ::zt::__private::Access::Scopes(
                &[
                    &[<NeededScope0 as ::zt::Scope>::INFO],
                    &[
                        <NeededScope1 as ::zt::Scope>::INFO,
                        <NeededScope2 as ::zt::Scope>::INFO,
                    ],
                ],
            ),
            asks: false,
            open: &[],
            params: &["order"],
            proof: ::zt::__private::ProofRule {
                max_age: ::core::option::Option::Some(
                    ::zt::__private::Span::from_millis(600000u64),
                ),
                ..::zt::__private::ProofRule::NONE
            },
            network: &[],
            rate: ::core::option::Option::None,
            limits: ::zt::__private::LimitsRule {
                body: ::core::option::Option::None,
                time: ::core::option::Option::None,
            },
            segment: ::core::option::Option::None,
            stream: ::core::option::Option::None,
            message: ::core::option::Option::None,
        };
        const STORES: ::zt::__private::Reached = ::zt::__private::each_reached(
            &|| {
                use ::zt::__private::ElseUnreached as _;
                let (value_0, question_0) = ::zt::__private::ask_reached();
                let (value_1, question_1) = ::zt::__private::ask_reached();
                let (value_2, question_2) = ::zt::__private::ask_reached();
                ::zt::__private::take_unasked(
                    cancel_order(
                        value_0,
                        value_1,
                        value_2,
                        ::zt::__private::ask_reached().0,
                    ),
                );
                (
                    question_0.reached(),
                    (question_1.reached(), (question_2.reached(), ())),
                )
            },
        );
        fn call(cx: &::zt::__private::Cx) -> ::zt::__private::CallFuture<'_> {
            use ::zt::__private::ElseUndescribed as _;
            let mut gathering = ::zt::__private::Gathering::of(cx);
            let argument_0 = ::zt::demands::tied_to_change::<
                _,
                cancel_order,
            >(&mut gathering, "order");
            let argument_1 = ::zt::demands::argument::<_, cancel_order>(&mut gathering);
            let argument_2 = ::zt::demands::own::<_, cancel_order>(&mut gathering);
            let calling = gathering
                .call(move |settled| {
                    let argument_0 = settled.lend(argument_0)?;
                    let argument_1 = settled.lend(argument_1)?;
                    let argument_2 = settled.own(argument_2)?;
                    let answer = cancel_order(
                        argument_0,
                        argument_1,
                        argument_2,
                        settled.enter(),
                    );
                    ::core::option::Option::Some(::zt::demands::respond(settled, answer))
                });
            calling.run()
        }
    }
    impl ::zt::Requires<NeededScope0> for cancel_order {}
    impl ::zt::Offers<NeededScope1> for cancel_order {}
    impl ::zt::Offers<NeededScope2> for cancel_order {}
    impl ::zt::Identified for cancel_order {}
    impl ::zt::TakesBody for cancel_order {}
    const _: () = ::zt::__private::check_scope_effects(
        <cancel_order as ::zt::Endpoint>::CONTRACT,
    );
};
