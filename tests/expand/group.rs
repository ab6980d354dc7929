/// Orders.
pub struct OrdersApi;
const _: () = {
    mod no_endpoint {
        pub(super) enum get_order {}
        pub(super) enum list_orders {}
    }
    type Listed0 = no_endpoint::list_orders;
    type Listed1 = no_endpoint::get_order;
    const _: () = {
        use self::list_orders as Listed0;
        use archive::get_order as Listed1;
        const OUTER: &::zt::__private::Outer = &::zt::__private::Outer {
            name: "OrdersApi",
            reason: "Orders.",
            prefix: "/orders",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            proof: ::zt::__private::ProofRule::NONE,
            network: &[],
            rate: ::core::option::Option::Some(::zt::__private::RateRule {
                rate: ::zt::__private::Rate::new(60u32, ::zt::__private::Period::Minute),
                by: ::zt::__private::RateBy::Subject,
            }),
            limits: ::zt::__private::LimitsRule {
                body: ::core::option::Option::None,
                time: ::core::option::Option::None,
            },
            segment: ::core::option::Option::None,
            legacy: &[],
            stage: ::core::option::Option::None,
        };
        const LISTED0_ENTRY: (&::zt::__private::Contract, ::zt::__private::Entry) = (
            <Listed0 as ::zt::Endpoint>::CONTRACT,
            ::zt::__private::entry::<Listed0>(),
        );
        const LISTED1_ENTRY: (&::zt::__private::Contract, ::zt::__private::Entry) = (
            <Listed1 as ::zt::Endpoint>::CONTRACT,
            ::zt::__private::entry::<Listed1>(),
        );
        const CONTRACTS: &[&::zt::__private::Contract] = &[
            LISTED0_ENTRY.0,
            LISTED1_ENTRY.0,
        ];
        impl ::zt::Mount for OrdersApi {
            const MOUNT: ::zt::__private::Mount = ::zt::__private::Mount::Group(
                OUTER,
                CONTRACTS,
            );
            const ENTRIES: &'static [::zt::__private::Entry] = &[
                LISTED0_ENTRY.1,
                LISTED1_ENTRY.1,
            ];
        }
        const _: () = ::zt::__private::check_tighter(OUTER, LISTED0_ENTRY.0);
        const _: () = ::zt::__private::check_tighter(OUTER, LISTED1_ENTRY.0);
    };
};
