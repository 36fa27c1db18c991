internal import CCairo

/// Why there is no PDF: what cairo or pango answered, a font that is missing, or a bound.
public struct PDFError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }

    /// - Throws: unless the status is that of success.
    static func check(_ status: cairo_status_t) throws(PDFError) {
        guard status == CAIRO_STATUS_SUCCESS else {
            throw PDFError("cairo: \(String(cString: cairo_status_to_string(status)))")
        }
    }
}
