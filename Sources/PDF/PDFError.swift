internal import CCairo

/// What cairo or pango answered, or what a PDF lacks.
public struct PDFError: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    /// - Throws: unless the status is that of success.
    static func check(_ status: cairo_status_t) throws(PDFError) {
        guard status == CAIRO_STATUS_SUCCESS else {
            throw PDFError("cairo: \(String(cString: cairo_status_to_string(status)))")
        }
    }
}
