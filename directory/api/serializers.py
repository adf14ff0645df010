"""The shapes of the API's answers: what the schema says, and what `tests/api` holds answers to."""

from rest_framework import serializers


class ProblemSerializer(serializers.Serializer):
    """RFC 9457 problem details."""

    type = serializers.CharField(help_text="A stable name of the kind of problem, as a URN.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="Sentences by parameter or field.",
    )


class TermSerializer(serializers.Serializer):
    """A code of the vocabulary with its English label."""

    code = serializers.CharField()
    label = serializers.CharField()


class FacetCountSerializer(TermSerializer):
    count = serializers.IntegerField(
        min_value=0, help_text="Exact, with the facet's own choice left out."
    )


class FacetsSerializer(serializers.Serializer):
    condition = FacetCountSerializer(many=True)
    method = FacetCountSerializer(many=True)
    language = FacetCountSerializer(many=True)
    scope = FacetCountSerializer(many=True)
    delivery = FacetCountSerializer(many=True)
    country = FacetCountSerializer(many=True)
    accepts_new = FacetCountSerializer(many=True)
    step_free = FacetCountSerializer(many=True)
    insurance = FacetCountSerializer(many=True)
    price_band = FacetCountSerializer(many=True)


class PlaceSerializer(serializers.Serializer):
    """A place of the gazetteer (GeoNames, CC BY 4.0). Degrees, WGS 84."""

    name = serializers.CharField()
    admin = serializers.CharField(allow_blank=True)
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2.")
    lat = serializers.FloatField()
    lon = serializers.FloatField()


class TakenPlaceSerializer(PlaceSerializer):
    """What `place` was taken for, and what else it may mean."""

    candidates = PlaceSerializer(many=True)


class LocationSerializer(serializers.Serializer):
    """A place of work. `precision` says what the coordinates stand for: exact, postcode or city."""

    name = serializers.CharField(allow_blank=True)
    line = serializers.CharField(allow_blank=True)
    city = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    postal_code = serializers.CharField(allow_blank=True)
    country = serializers.CharField()
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    precision = serializers.CharField()
    step_free = serializers.BooleanField()
    access_note = serializers.CharField(allow_blank=True)
    hours = serializers.CharField(allow_blank=True)


class ServiceSerializer(serializers.Serializer):
    """A service on the menu. `price` is a decimal number as text, `currency` ISO 4217."""

    name = serializers.CharField()
    method = TermSerializer(allow_null=True)
    duration_minutes = serializers.IntegerField(allow_null=True)
    price = serializers.CharField(allow_null=True)
    currency = serializers.CharField(allow_blank=True)
    conditions = TermSerializer(many=True)


class DescribedServiceSerializer(ServiceSerializer):
    description = serializers.CharField(allow_blank=True)


class QualificationSerializer(serializers.Serializer):
    """A paper as FHIR Practitioner.qualification has it; its number is private and not here.

    `outcome` says what a person found: confirmed, document_seen, not_confirmed or not_checked.
    """

    title = serializers.CharField(allow_blank=True)
    issuer = serializers.CharField(
        allow_blank=True, help_text="School, authority, insurer or association."
    )
    course = serializers.CharField(allow_blank=True, help_text="Its code in the course map.")
    hours_theory = serializers.FloatField(allow_null=True)
    hours_practical = serializers.FloatField(allow_null=True)
    hours_total = serializers.FloatField(allow_null=True, help_text="Clock hours.")
    scope = serializers.CharField(allow_blank=True, help_text="healthy, compromised or nothing.")
    country = serializers.CharField(allow_blank=True, help_text="ISO 3166-1 alpha-2.")
    region = serializers.CharField(allow_blank=True)
    register_url = serializers.CharField(allow_blank=True)
    issued = serializers.DateField(allow_null=True)
    renewed = serializers.DateField(allow_null=True)
    expires = serializers.DateField(allow_null=True)
    outcome = serializers.CharField()


class QualificationsSerializer(serializers.Serializer):
    """The papers that the approved text names, each kind apart."""

    training = QualificationSerializer(many=True)
    licence = QualificationSerializer(many=True)
    insurance = QualificationSerializer(many=True)
    membership = QualificationSerializer(many=True)


class CriterionSerializer(serializers.Serializer):
    """One criterion as a person confirmed it. `level`: meets, partial, absent or contradicts."""

    criterion = serializers.CharField()
    level = serializers.CharField()
    checked = serializers.BooleanField(help_text="Whether papers were checked for it.")
    hours = serializers.FloatField(allow_null=True, help_text="Clock hours of training shown.")
    sentence = serializers.CharField(allow_blank=True)


class VerificationSummarySerializer(serializers.Serializer):
    """That a listing is verified, for what, and until which day. `url` leads to the evidence."""

    status = serializers.CharField(help_text="Always `verified`: nothing else is public.")
    scopes = serializers.ListField(child=serializers.CharField())
    verified_on = serializers.DateField()
    until = serializers.DateField()
    rubric = serializers.CharField()
    criteria = CriterionSerializer(many=True)
    url = serializers.URLField()


class PhotoSerializer(serializers.Serializer):
    """The practitioner's photo, square; sides in pixels."""

    url = serializers.URLField(help_text="JPEG.")
    webp = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class ListingSummarySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    url = serializers.URLField()
    name = serializers.CharField()
    headline = serializers.CharField()
    profession = serializers.CharField(allow_blank=True)
    demo = serializers.BooleanField(help_text="Invented for demonstration.")
    photo = PhotoSerializer(allow_null=True)
    distance_km = serializers.FloatField(allow_null=True)
    location = LocationSerializer(help_text="The nearest one, or the first one without a place.")
    services = ServiceSerializer(many=True)
    languages = TermSerializer(many=True)
    accepts_new = serializers.BooleanField()
    verification = VerificationSummarySerializer()


class ListingPageSerializer(serializers.Serializer):
    count = serializers.IntegerField(min_value=0)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    facets = FacetsSerializer()
    place = TakenPlaceSerializer(allow_null=True)
    results = ListingSummarySerializer(many=True)


class ListingSerializer(serializers.Serializer):
    """The approved text of a listing. Evidence points into its text fields by name and offset."""

    id = serializers.UUIDField()
    url = serializers.URLField()
    name = serializers.CharField()
    profession = serializers.CharField(allow_blank=True)
    website = serializers.CharField(allow_blank=True)
    demo = serializers.BooleanField()
    photo = PhotoSerializer(allow_null=True)
    headline = serializers.CharField()
    about = serializers.CharField(allow_blank=True)
    approach_hands = serializers.CharField(allow_blank=True)
    approach_structures = serializers.CharField(allow_blank=True)
    approach_limits = serializers.CharField(allow_blank=True)
    approach_difference = serializers.CharField(allow_blank=True)
    training_note = serializers.CharField(allow_blank=True)
    languages = TermSerializer(many=True)
    conditions = TermSerializer(many=True)
    delivery = TermSerializer(many=True)
    accepts_new = serializers.BooleanField()
    availability_note = serializers.CharField(allow_blank=True)
    insurance = serializers.BooleanField()
    insurance_note = serializers.CharField(allow_blank=True)
    locations = LocationSerializer(many=True)
    services = DescribedServiceSerializer(many=True)
    qualifications = QualificationsSerializer()
    confirmed_on = serializers.DateField(allow_null=True)
    contact_url = serializers.URLField()
    verification = VerificationSummarySerializer()


class CheckSerializer(serializers.Serializer):
    """One paper. `outcome`: confirmed, document_seen, not_confirmed or not_checked."""

    kind = serializers.CharField(help_text="training, licence, insurance or membership.")
    paper = serializers.CharField()
    says = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField()
    how = serializers.CharField(allow_blank=True)
    checked_by = serializers.CharField(allow_blank=True)
    checked_on = serializers.DateField(allow_null=True)
    good_until = serializers.DateField(allow_null=True)


class EvidenceSerializer(serializers.Serializer):
    """A passage: `field` of the listing, from `start` to before `end` in Unicode code points."""

    criterion = serializers.CharField()
    status = serializers.CharField()
    polarity = serializers.IntegerField(help_text="1 supports, -1 speaks against, 0 not counted.")
    field = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()
    explain = serializers.CharField(allow_blank=True)
    clause = serializers.CharField(allow_blank=True)


class VerificationSerializer(serializers.Serializer):
    """What was verified: criteria, evidence, papers, and what was not checked."""

    listing = serializers.UUIDField()
    url = serializers.URLField()
    status = serializers.CharField(help_text="Always `verified`: anything else answers 404.")
    scopes = serializers.ListField(child=serializers.CharField())
    verified_on = serializers.DateField()
    until = serializers.DateField()
    confirmed_on = serializers.DateField(allow_null=True)
    decided_by = serializers.CharField()
    rubric = serializers.CharField()
    rubric_sha256 = serializers.CharField()
    criteria = CriterionSerializer(many=True)
    evidence = EvidenceSerializer(many=True)
    checks = CheckSerializer(many=True)
    not_checked = serializers.ListField(child=serializers.CharField())


class StandingSerializer(serializers.Serializer):
    """What the public log says held at the end of a day (UTC). Pauses are not in the log."""

    listing = serializers.UUIDField()
    on = serializers.DateField()
    status = serializers.ChoiceField(
        choices=["verified", "suspended", "expired", "withdrawn", "not_verified"]
    )
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateField(allow_null=True, help_text="Last day of the newest grant then.")
    scopes = serializers.ListField(child=serializers.CharField())
    rubric = serializers.CharField(allow_blank=True)
    log_entry = serializers.IntegerField(allow_null=True, min_value=1)
    log_sha256 = serializers.CharField(allow_blank=True)
