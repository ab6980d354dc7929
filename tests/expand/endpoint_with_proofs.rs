/// All orders.
async fn list_orders(_: ::zt::demands::OnlyTheGate) -> NoContent {}
/// All orders.
struct list_orders {
    _p: (),
}
const _: () = {
    type NeededScope0 = OrdersRead;
    impl ::zt::Endpoint for list_orders {
        const CONTRACT: &'static ::zt::__private::Contract = &::zt::__private::Contract {
            name: "list_orders",
            reason: "All orders.",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            method: ::zt::__private::Method::Get,
            pattern: "/",
            access: ::zt::__private::Access::Scopes(
                &[&[<NeededScope0 as ::zt::Scope>::INFO]],
            ),
            asks: false,
            open: &[],
            params: &[],
            proof: ::zt::__private::ProofRule {
                acr: &[<Mfa as ::zt::Acr>::INFO, <Passkey as ::zt::Acr>::INFO],
                bound: true,
                issuer: &[<issuers::Corp as ::zt::Issuer>::INFO],
                signed: true,
                device: &[<Managed as ::zt::Device>::INFO],
                ..::zt::__private::ProofRule::NONE
            },
            network: &[
                <Office as ::zt::Network>::INFO,
                <places::Vpn as ::zt::Network>::INFO,
            ],
            rate: ::core::option::Option::None,
            limits: ::zt::__private::LimitsRule {
                body: ::core::option::Option::None,
                time: ::core::option::Option::None,
            },
            segment: ::core::option::Option::None,
            stream: ::core::option::Option::None,
            message: ::core::option::Option::None,
        };
        const STORES: ::zt::__private::Reached = ::zt::__private::Reached::Nothing;
        fn call(cx: &::zt::__private::Cx) -> ::zt::__private::CallFuture<'_> {
            use ::zt::__private::ElseUndescribed as _;
            let mut gathering = ::zt::__private::Gathering::of(cx);
            let calling = gathering
                .call(move |settled| {
                    let answer = list_orders(settled.enter());
                    ::core::option::Option::Some(::zt::demands::respond(settled, answer))
                });
            calling.run()
        }
    }
    impl ::zt::Requires<NeededScope0> for list_orders {}
    impl ::zt::Identified for list_orders {}
};
