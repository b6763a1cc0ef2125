//! Every rule that a site can break, by name.

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published until it is mended.
    Error,
    /// Published, but a human would raise an eyebrow.
    Warning,
}

impl Severity {
    /// The word that stands before a message.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($severity:ident { $($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+ })+) => {
        /// A rule, with the name that messages, tools and searches know it by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($($(#[doc = $doc])+ $variant,)+)+
        }

        impl Code {
            /// Every rule there is.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)+)+];

            /// The name of the rule.
            pub fn name(self) -> &'static str {
                match self { $($(Self::$variant => $name,)+)+ }
            }

            /// Whether it is about the past that the build was given, and not about the site's files: no change to them mends it.
            pub fn is_about_history(self) -> bool {
                matches!(self, Self::ShallowHistory | Self::NoHistory)
            }

            /// What breaking the rule means.
            pub fn severity(self) -> Severity {
                match self { $($(Self::$variant => Severity::$severity,)+)+ }
            }
        }
    };
}

codes! {
    Error {
        /// The file could not be taken in: a link that leaves the folder, or no permission.
        UnreadableFile = "unreadable-file",
        /// The file is larger than a file of its sort may be.
        FileTooLarge = "file-too-large",
        /// The file is not UTF-8 text.
        NotUtf8 = "not-utf8",
        /// The text is not YAML.
        InvalidYaml = "invalid-yaml",
        /// Depth, nodes or aliases beyond the limits.
        YamlLimit = "yaml-limit",
        /// More than one document in a file, or none.
        DocumentCount = "document-count",
        /// A field of this name does not exist here.
        UnknownField = "unknown-field",
        /// The same field twice in one mapping.
        DuplicateField = "duplicate-field",
        /// A list where text is meant, and the like.
        WrongType = "wrong-type",
        /// A field that must be there is not.
        MissingField = "missing-field",
        /// Two fields that exclude each other, or a field that does not belong to this sort of record.
        ConflictingFields = "conflicting-fields",
        /// The value is not one of the values that the field takes, or not of the form it must have.
        InvalidValue = "invalid-value",
        /// Text that is too long, or holds control characters.
        InvalidText = "invalid-text",
        /// An id that is not made of a-z, 0-9 and hyphens.
        InvalidId = "invalid-id",
        /// Two records with one id.
        DuplicateId = "duplicate-id",
        /// No kind of this name.
        UnknownKind = "unknown-kind",
        /// No group of this id.
        UnknownGroup = "unknown-group",
        /// No campaign of this id.
        UnknownCampaign = "unknown-campaign",
        /// No venue of this id.
        UnknownVenue = "unknown-venue",
        /// No page of this name below `pages/`.
        UnknownPage = "unknown-page",
        /// No event of this id.
        UnknownEvent = "unknown-event",
        /// No time zone of this name.
        UnknownZone = "unknown-zone",
        /// Not a date or time, or one outside the years that can be published.
        InvalidDate = "invalid-date",
        /// Not a length of time.
        InvalidDuration = "invalid-duration",
        /// It ends before it starts.
        EndBeforeStart = "end-before-start",
        /// An address that is not http, https, mailto, tel or webcal, or is no address at all.
        InvalidUrl = "invalid-url",
        /// A repetition that cannot be understood.
        InvalidRepeat = "invalid-repeat",
        /// The start is not a date of the series.
        StartNotInSeries = "start-not-in-series",
        /// A date that is excepted or changed but is not in the series.
        DateNotInSeries = "date-not-in-series",
        /// A series without any date, or with too many.
        SeriesSize = "series-size",
        /// A group is part of itself.
        PartOfLoop = "part-of-loop",
        /// An event is replaced by itself.
        ReplacedByLoop = "replaced-by-loop",
        /// Two outputs at one address, or two events with one UID.
        AddressTaken = "address-taken",
        /// The picture is missing or not of a sort that pages can show.
        InvalidImage = "invalid-image",
        /// A feed's `where` is no expression, or asks for what an event does not have.
        InvalidExpression = "invalid-expression",
        /// A template that cannot be loaded or rendered.
        InvalidTemplate = "invalid-template",
    }
    Warning {
        /// The title names another weekday than the date's.
        WeekdayMismatch = "weekday-mismatch",
        /// An event of an unlikely length.
        UnlikelyLength = "unlikely-length",
        /// A start in the small hours.
        UnlikelyHour = "unlikely-hour",
        /// A running order on an all-day event, or out of the event's time.
        ProgrammeTime = "programme-time",
        /// A coach that leaves or arrives after the start, or returns before the end.
        TravelTime = "travel-time",
        /// A local time that occurs never or twice that day.
        ClockChange = "clock-change",
        /// An unwanted repetition without end.
        EndlessSeries = "endless-series",
        /// Two events at one place and time.
        Clash = "clash",
        /// A file or folder that looks like one that is read, but is not.
        IgnoredFile = "ignored-file",
        /// Booking that closes after the start.
        LateBooking = "late-booking",
        /// A field that says nothing here.
        UselessField = "useless-field",
        /// A language that the built-in words are not in.
        UntranslatedLanguage = "untranslated-language",
        /// A feed that is larger than some calendars take.
        FeedTooLarge = "feed-too-large",
        /// An event outside its campaign's dates.
        OutsideCampaign = "outside-campaign",
        /// An event that bore another id before.
        RenamedEvent = "renamed-event",
        /// The repository holds the newest commits alone.
        ShallowHistory = "shallow-history",
        /// Nothing is known of the past of the site's files.
        NoHistory = "no-history",
    }
}
