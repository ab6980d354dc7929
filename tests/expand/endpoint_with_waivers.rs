/// A page.
#[cfg(unix)]
async fn get_page(page: &Open<u32>, _: ::zt::demands::OnlyTheGate) -> NoContent {}
/// A page.
#[cfg(unix)]
struct get_page {
    _p: (),
}
#[cfg(unix)]
const _: () = {
    impl ::zt::Endpoint for get_page {
        const CONTRACT: &'static ::zt::__private::Contract = &::zt::__private::Contract {
            name: "get_page",
            reason: "A page.",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            method: ::zt::__private::Method::Get,
            pattern: "/{page}",
            access: ::zt::__private::Access::Public(::zt::__private::Waiver {
                why: "the price list is for everyone",
                owner: ::core::option::Option::Some("shop"),
                until: ::core::option::Option::Some(
                    ::zt::__private::Date::from_ymd(2027u16, 6u8, 30u8),
                ),
            }),
            asks: false,
            open: &[
                ::zt::__private::OpenParam {
                    name: "page",
                    waiver: ::zt::__private::Waiver {
                        why: "pages are the same for everyone",
                        owner: ::core::option::Option::None,
                        until: ::core::option::Option::None,
                    },
                },
            ],
            params: &["page"],
            proof: ::zt::__private::ProofRule::NONE,
            network: &[],
            rate: ::core::option::Option::Some(::zt::__private::RateRule {
                rate: ::zt::__private::Rate::new(60u32, ::zt::__private::Period::Minute),
                by: ::zt::__private::RateBy::Ip,
            }),
            limits: ::zt::__private::LimitsRule {
                body: ::core::option::Option::None,
                time: ::core::option::Option::Some(
                    ::zt::__private::Span::from_millis(2000u64),
                ),
            },
            segment: ::core::option::Option::None,
            stream: ::core::option::Option::None,
            message: ::core::option::Option::None,
        };
        const STORES: ::zt::__private::Reached = ::zt::__private::each_reached(
            &|| {
                use ::zt::__private::ElseUnreached as _;
                let (value_0, question_0) = ::zt::__private::ask_reached();
                ::zt::__private::take_unasked(
                    get_page(value_0, ::zt::__private::ask_reached().0),
                );
                (question_0.reached(), ())
            },
        );
        fn call(cx: &::zt::__private::Cx) -> ::zt::__private::CallFuture<'_> {
            use ::zt::__private::ElseUndescribed as _;
            let mut gathering = ::zt::__private::Gathering::of(cx);
            let argument_0 = ::zt::demands::open_param::<
                _,
                get_page,
            >(&mut gathering, "page");
            let calling = gathering
                .call(move |settled| {
                    let argument_0 = settled.lend(argument_0)?;
                    let answer = get_page(argument_0, settled.enter());
                    ::core::option::Option::Some(::zt::demands::respond(settled, answer))
                });
            calling.run()
        }
    }
};
