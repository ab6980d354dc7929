impl<E> ::zt::Argument<E> for Both
where
    E: ::zt::Endpoint,
{
    fn bind(
        gathering: &mut ::zt::__private::Gathering<'_>,
    ) -> ::zt::__private::Pending<Self> {
        let part_0 = ::zt::demands::argument::<_, E>(gathering);
        let part_1 = ::zt::demands::argument::<_, E>(gathering);
        ::zt::__private::Pending::later(move || ::core::option::Option::Some(Self {
            page: part_0.settled()?,
            orders: part_1.settled()?,
        }))
    }
}
impl ::zt::__private::Reaches for Both {
    const STORES: ::zt::__private::Reached = ::zt::__private::each_reached(
        &|| {
            use ::zt::__private::ElseUnreached as _;
            let (value_0, question_0) = ::zt::__private::ask_reached();
            let (value_1, question_1) = ::zt::__private::ask_reached();
            ::zt::__private::take_unasked(Self {
                page: value_0,
                orders: value_1,
            });
            (question_0.reached(), (question_1.reached(), ()))
        },
    );
}
