/// A sentence, or a part of one that is too long, and where it stands in bytes of UTF-8.
struct Sentence {
    var start: Int
    var end: Int
    /// Not a part of one that was cut.
    var isWhole = true
    var startsParagraph = false
    var isHeading = false
    /// The last heading before it, or itself.
    var heading: String?
}
