::core::compile_error! {
    "service `Shop` lists no endpoints [ZT0909]\n  = note: the list is all that is served: what isn't in it can't be reached, and what is in it can be reviewed\n  = help: name them: `endpoints(list_orders)`"
}
/// The shop.
pub struct Shop;
const _: () = {
    const OUTER: &::zt::__private::Outer = &::zt::__private::Outer {
        name: "Shop",
        reason: "",
        prefix: "/Shop",
        place: ::zt::__private::Place {
            file: ::core::file!(),
            in_package: ::core::file!(),
            line: ::core::line!(),
            module: ::core::module_path!(),
        },
        legacy: &[],
        proof: ::zt::__private::ProofRule::NONE,
        network: &[],
        rate: ::core::option::Option::None,
        limits: ::zt::__private::LimitsRule {
            body: ::core::option::Option::None,
            time: ::core::option::Option::None,
        },
        segment: ::core::option::Option::None,
        stage: ::core::option::Option::None,
    };
    impl ::zt::Service for Shop {
        const OUTER: &'static ::zt::__private::Outer = OUTER;
        const MOUNTS: &'static [::zt::__private::Mount] = &[];
        const ENTRIES: &'static [&'static [::zt::__private::Entry]] = &[];
    }
};
