/// Cancel before it ships.
async fn say_cancel(
    body: &Body<CancelInput>,
    orders: Data<Orders>,
    _: ::zt::demands::OnlyTheGate,
) -> Answer<OrderView> {}
/// Cancel before it ships.
struct say_cancel {
    _p: (),
}
const _: () = {
    const SOCKET: &'static ::zt::__private::Contract = {
        mod no_socket {
            pub(super) enum talk {}
        }
        type Named = no_socket::talk;
        {
            use self::talk as Named;
            ::zt::demands::need_socket::<Named>()
        }
    };
    type NeededScope0 = OrdersCancel;
    impl ::zt::Endpoint for say_cancel {
        const CONTRACT: &'static ::zt::__private::Contract = &::zt::__private::Contract {
            name: "say_cancel",
            reason: "Cancel before it ships.",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            method: ::zt::__private::Method::Message,
            pattern: SOCKET.pattern,
            access: ::zt::__private::Access::Scopes(
                &[&[<NeededScope0 as ::zt::Scope>::INFO]],
            ),
            asks: false,
            open: &[],
            params: &[],
            proof: ::zt::__private::ProofRule {
                max_age: ::core::option::Option::Some(
                    ::zt::__private::Span::from_millis(600000u64),
                ),
                ..::zt::__private::ProofRule::NONE
            },
            network: &[],
            rate: ::core::option::Option::None,
            limits: ::zt::__private::LimitsRule {
                body: ::core::option::Option::Some(
                    ::zt::__private::Size::from_bytes(1024u64),
                ),
                time: ::core::option::Option::None,
            },
            segment: SOCKET.segment,
            stream: ::core::option::Option::None,
            message: ::core::option::Option::Some(::zt::__private::MessageRule {
                name: "orders.cancel",
                socket: SOCKET,
            }),
        };
        const STORES: ::zt::__private::Reached = ::zt::__private::each_reached(
            &|| {
                use ::zt::__private::ElseUnreached as _;
                let (value_0, question_0) = ::zt::__private::ask_reached();
                let (value_1, question_1) = ::zt::__private::ask_reached();
                ::zt::__private::take_unasked(
                    say_cancel(value_0, value_1, ::zt::__private::ask_reached().0),
                );
                (question_0.reached(), (question_1.reached(), ()))
            },
        );
        fn call(cx: &::zt::__private::Cx) -> ::zt::__private::CallFuture<'_> {
            use ::zt::__private::ElseUndescribed as _;
            let mut gathering = ::zt::__private::Gathering::of(cx);
            let argument_0 = ::zt::demands::message_argument::<
                _,
                say_cancel,
            >(&mut gathering);
            let argument_1 = ::zt::demands::message_own::<_, say_cancel>(&mut gathering);
            let calling = gathering
                .call(move |settled| {
                    let argument_0 = settled.lend(argument_0)?;
                    let argument_1 = settled.own(argument_1)?;
                    let answer = say_cancel(argument_0, argument_1, settled.enter());
                    ::core::option::Option::Some(
                        ::zt::demands::respond_message(settled, answer),
                    )
                });
            calling.run()
        }
    }
    impl ::zt::Requires<NeededScope0> for say_cancel {}
    impl ::zt::Identified for say_cancel {}
    impl ::zt::TakesBody for say_cancel {}
    const _: () = ::zt::__private::check_scope_effects(
        <say_cancel as ::zt::Endpoint>::CONTRACT,
    );
    const _: () = ::zt::__private::check_argument_stores(
        <say_cancel as ::zt::Endpoint>::CONTRACT,
        &<say_cancel as ::zt::Endpoint>::STORES,
        0usize,
    );
    const _: () = ::zt::__private::check_argument_stores(
        <say_cancel as ::zt::Endpoint>::CONTRACT,
        &<say_cancel as ::zt::Endpoint>::STORES,
        1usize,
    );
};
