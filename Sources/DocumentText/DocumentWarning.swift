/// What may be missing in the text of a document.
public enum DocumentWarning: String, Sendable, CaseIterable {
    /// NULs and other control characters, or characters that are not seen.
    case charactersRemoved = "characters_removed"
    /// Pages of a PDF that hold pictures alone.
    case pagesWithoutText = "pages_without_text"
    /// Parts of an HTML page that a browser does not show.
    case hiddenPartsLeftOut = "hidden_parts_left_out"
}
