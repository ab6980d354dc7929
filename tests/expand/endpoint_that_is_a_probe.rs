/// Alive?
async fn health(_: my_zt::demands::OnlyTheGate) -> NoContent {}
/// Alive?
struct health {
    _p: (),
}
const _: () = {
    impl my_zt::Endpoint for health {
        const CONTRACT: &'static my_zt::__private::Contract = &my_zt::__private::Contract {
            name: "health",
            reason: "Alive?",
            place: my_zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            method: my_zt::__private::Method::Get,
            pattern: "/health",
            access: my_zt::__private::Access::Probe,
            asks: false,
            open: &[],
            params: &[],
            proof: my_zt::__private::ProofRule::NONE,
            network: &[],
            rate: ::core::option::Option::None,
            limits: my_zt::__private::LimitsRule {
                body: ::core::option::Option::None,
                time: ::core::option::Option::None,
            },
            segment: ::core::option::Option::None,
            stream: ::core::option::Option::None,
            message: ::core::option::Option::None,
        };
        const STORES: my_zt::__private::Reached = my_zt::__private::Reached::Nothing;
        fn call(cx: &my_zt::__private::Cx) -> my_zt::__private::CallFuture<'_> {
            use my_zt::__private::ElseUndescribed as _;
            let mut gathering = my_zt::__private::Gathering::of(cx);
            let calling = gathering
                .call(move |settled| {
                    let answer = health(settled.enter());
                    ::core::option::Option::Some(
                        my_zt::demands::respond_probe(settled, answer),
                    )
                });
            calling.run()
        }
    }
};
