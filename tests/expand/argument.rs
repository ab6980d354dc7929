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
