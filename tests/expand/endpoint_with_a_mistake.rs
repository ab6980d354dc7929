::core::compile_error! {
    "endpoint `lost` does not say who may call it [ZT0101]\n  = note: without a rule anyone who finds the URL could call it\n  = help: add `scopes(LostRead)`, `authenticated(why = \"..\")` or `public(why = \"..\")`"
}
/// Lost.
async fn lost(caller: &Caller<lost>) -> NoContent {}
///An endpoint whose annotation has a mistake.
struct lost {
    _p: (),
}
const _: () = {
    impl ::zt::Endpoint for lost {
        const CONTRACT: &'static ::zt::__private::Contract = &::zt::__private::Contract {
            name: "lost",
            reason: "",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            method: ::zt::__private::Method::Get,
            pattern: "/lost",
            access: ::zt::__private::Access::Scopes(&[]),
            asks: false,
            open: &[],
            params: &[],
            stream: ::core::option::Option::None,
            message: ::core::option::Option::None,
            proof: ::zt::__private::ProofRule {
                max_age: ::core::option::Option::Some(
                    ::zt::__private::Span::from_millis(1u64),
                ),
                bound: true,
                ..::zt::__private::ProofRule::NONE
            },
            network: &[],
            rate: ::core::option::Option::None,
            limits: ::zt::__private::LimitsRule {
                body: ::core::option::Option::None,
                time: ::core::option::Option::None,
            },
            segment: ::core::option::Option::None,
        };
        const STORES: ::zt::__private::Reached = ::zt::__private::Reached::Nothing;
        fn call(_: &::zt::__private::Cx) -> ::zt::__private::CallFuture<'_> {
            loop {}
        }
    }
    impl<S: ::zt::Scope> ::zt::Requires<S> for lost {}
    impl<S: ::zt::Scope> ::zt::Offers<S> for lost {}
    impl ::zt::Identified for lost {}
    impl ::zt::Socket for lost {}
    impl ::zt::Streams for lost {}
    impl ::zt::TakesBody for lost {}
};
