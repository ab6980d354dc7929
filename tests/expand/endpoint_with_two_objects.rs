/// A document of a team.
async fn get_doc(
    team: &Authorized<Team, Read>,
    doc: &Authorized<Doc, Read>,
    _: ::zt::demands::OnlyTheGate,
) -> NoContent {}
/// A document of a team.
struct get_doc {
    _p: (),
}
const _: () = {
    type NeededScope0 = DocsRead;
    impl ::zt::Endpoint for get_doc {
        const CONTRACT: &'static ::zt::__private::Contract = &::zt::__private::Contract {
            name: "get_doc",
            reason: "A document of a team.",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            method: ::zt::__private::Method::Get,
            pattern: "/{team}/docs/{doc}",
            access: ::zt::__private::Access::Scopes(
                &[&[<NeededScope0 as ::zt::Scope>::INFO]],
            ),
            asks: false,
            open: &[],
            params: &["team", "doc"],
            proof: ::zt::__private::ProofRule::NONE,
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
                ::zt::__private::take_unasked(
                    get_doc(value_0, value_1, ::zt::__private::ask_reached().0),
                );
                (question_0.reached(), (question_1.reached(), ()))
            },
        );
        fn call(cx: &::zt::__private::Cx) -> ::zt::__private::CallFuture<'_> {
            use ::zt::__private::ElseUndescribed as _;
            let mut gathering = ::zt::__private::Gathering::of(cx);
            let argument_0 = ::zt::demands::tied_to_read::<
                _,
                get_doc,
            >(&mut gathering, "team");
            let argument_1 = ::zt::demands::tied_to_read::<
                _,
                get_doc,
            >(&mut gathering, "doc");
            let calling = gathering
                .call(move |settled| {
                    let argument_0 = settled.lend(argument_0)?;
                    let argument_1 = settled.lend(argument_1)?;
                    if !::zt::demands::within(settled, argument_0, argument_1) {
                        return ::core::option::Option::None;
                    }
                    let answer = get_doc(argument_0, argument_1, settled.enter());
                    ::core::option::Option::Some(::zt::demands::respond(settled, answer))
                });
            calling.run()
        }
    }
    impl ::zt::Requires<NeededScope0> for get_doc {}
    impl ::zt::Identified for get_doc {}
};
