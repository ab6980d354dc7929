/// The shop.
pub struct Shop;
const _: () = {
    mod no_endpoint {
        pub(super) enum OrdersApi {}
        pub(super) enum health {}
    }
    type Listed0 = no_endpoint::health;
    type Listed1 = no_endpoint::OrdersApi;
    const _: () = {
        use self::health as Listed0;
        use self::OrdersApi as Listed1;
        const OUTER: &::zt::__private::Outer = &::zt::__private::Outer {
            name: "Shop",
            reason: "The shop.",
            prefix: "",
            place: ::zt::__private::Place {
                file: ::core::file!(),
                in_package: ::core::file!(),
                line: ::core::line!(),
                module: ::core::module_path!(),
            },
            proof: ::zt::__private::ProofRule::NONE,
            network: &[],
            rate: ::core::option::Option::None,
            limits: ::zt::__private::LimitsRule {
                body: ::core::option::Option::Some(
                    ::zt::__private::Size::from_bytes(1048576u64),
                ),
                time: ::core::option::Option::None,
            },
            segment: ::core::option::Option::None,
            legacy: &[
                ::zt::__private::LegacyPath {
                    path: "/old",
                    why: "it moves in spring",
                    owner: "team-shop",
                    until: ::zt::__private::Date::from_ymd(2027u16, 6u8, 30u8),
                },
            ],
            stage: ::core::option::Option::None,
        };
        const MOUNTS: &[::zt::__private::Mount] = &[
            <Listed0 as ::zt::Mount>::MOUNT,
            <Listed1 as ::zt::Mount>::MOUNT,
        ];
        impl ::zt::Service for Shop {
            const OUTER: &'static ::zt::__private::Outer = OUTER;
            const MOUNTS: &'static [::zt::__private::Mount] = MOUNTS;
            const ENTRIES: &'static [&'static [::zt::__private::Entry]] = &[
                <Listed0 as ::zt::Mount>::ENTRIES,
                <Listed1 as ::zt::Mount>::ENTRIES,
            ];
        }
        const _: () = ::zt::__private::check_mount_tighter(
            OUTER,
            &<Listed0 as ::zt::Mount>::MOUNT,
        );
        const _: () = ::zt::__private::check_mount_tighter(
            OUTER,
            &<Listed1 as ::zt::Mount>::MOUNT,
        );
        const _: () = ::zt::__private::check_mount_stores(
            OUTER,
            &<Listed0 as ::zt::Mount>::MOUNT,
            <Listed0 as ::zt::Mount>::ENTRIES,
        );
        const _: () = ::zt::__private::check_mount_stores(
            OUTER,
            &<Listed1 as ::zt::Mount>::MOUNT,
            <Listed1 as ::zt::Mount>::ENTRIES,
        );
        const _: () = ::zt::__private::check_mount_stage(
            OUTER,
            &<Listed0 as ::zt::Mount>::MOUNT,
        );
        const _: () = ::zt::__private::check_mount_stage(
            OUTER,
            &<Listed1 as ::zt::Mount>::MOUNT,
        );
        const TWINS: ::zt::__private::Twins = ::zt::__private::find_twins(MOUNTS);
        const _: () = ::zt::__private::check_unique_mount(&TWINS, 0usize);
        const _: () = ::zt::__private::check_unique_mount(&TWINS, 1usize);
        const _: () = ::zt::__private::check_legacy(OUTER, 0usize, MOUNTS);
        const _: () = ::zt::__private::check_decoy(
            MOUNTS,
            &<Listed0 as ::zt::Mount>::MOUNT,
            0usize,
        );
        const _: () = ::zt::__private::check_decoy(
            MOUNTS,
            &<Listed1 as ::zt::Mount>::MOUNT,
            1usize,
        );
        const _: () = ::zt::__private::check_messages(
            OUTER,
            MOUNTS,
            &<Listed0 as ::zt::Mount>::MOUNT,
        );
        const _: () = ::zt::__private::check_messages(
            OUTER,
            MOUNTS,
            &<Listed1 as ::zt::Mount>::MOUNT,
        );
    };
};
