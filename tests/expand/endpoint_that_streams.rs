/// Orders, as they change.
async fn watch_orders(
    events: &Events<OrderView>,
    _: ::zt::demands::OnlyTheGate,
) -> Streamed {}
/// Orders, as they change.
struct watch_orders {
    _p: (),
}
const _: () = {
    type NeededScope0 = OrdersRead;
    impl ::zt::Endpoint for watch_orders {
        const CONTRACT: &'static ::zt::__private::Contract = &::zt::__private::Contract {
            name: "watch_orders",
            reason: "Orders, as they change.",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            method: ::zt::__private::Method::Get,
            pattern: "/changes",
            access: ::zt::__private::Access::Scopes(
                &[&[<NeededScope0 as ::zt::Scope>::INFO]],
            ),
            asks: false,
            open: &[],
            params: &[],
            proof: ::zt::__private::ProofRule::NONE,
            network: &[],
            rate: ::core::option::Option::None,
            limits: ::zt::__private::LimitsRule {
                body: ::core::option::Option::None,
                time: ::core::option::Option::None,
            },
            segment: ::core::option::Option::None,
            stream: ::core::option::Option::Some(::zt::__private::StreamRule {
                recheck: ::core::option::Option::Some(
                    ::zt::__private::Span::from_millis(5000u64),
                ),
                socket: false,
            }),
            message: ::core::option::Option::None,
        };
        const STORES: ::zt::__private::Reached = ::zt::__private::each_reached(
            &|| {
                use ::zt::__private::ElseUnreached as _;
                let (value_0, question_0) = ::zt::__private::ask_reached();
                ::zt::__private::take_unasked(
                    watch_orders(value_0, ::zt::__private::ask_reached().0),
                );
                (question_0.reached(), ())
            },
        );
        fn call(cx: &::zt::__private::Cx) -> ::zt::__private::CallFuture<'_> {
            use ::zt::__private::ElseUndescribed as _;
            let mut gathering = ::zt::__private::Gathering::of(cx);
            let argument_0 = ::zt::demands::argument::<_, watch_orders>(&mut gathering);
            let calling = gathering
                .call(move |settled| {
                    let argument_0 = settled.lend(argument_0)?;
                    let answer = watch_orders(argument_0, settled.enter());
                    ::core::option::Option::Some(
                        ::zt::demands::respond_stream(settled, answer),
                    )
                });
            calling.run()
        }
    }
    impl ::zt::Requires<NeededScope0> for watch_orders {}
    impl ::zt::Identified for watch_orders {}
    impl ::zt::Streams for watch_orders {}
};
