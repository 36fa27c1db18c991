internal import CCairo

/// A PDF under way, page by page, by cairo and pango. It is used by one thread; every canvas has fonts of its own, so that
/// many threads may each have one. Coordinates are points from the upper left corner.
public final class PDFCanvas {
    public let width: Double
    public let height: Double

    private let output: PDFOutput
    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let fonts: UnsafeMutablePointer<PangoFontMap>
    private let layoutContext: OpaquePointer
    private let layout: OpaquePointer
    private let family: String

    /// A4.
    /// - Parameters:
    ///   - family: of the fonts; for a letter that it does not have, fontconfig's next one is taken.
    ///   - most: bytes that the PDF may have.
    /// - Throws: when the machine does not have the font.
    public init(_ metadata: PDFMetadata, family: String = "DejaVu Sans", atMost most: Int = 64 << 20) throws(PDFError) {
        (width, height) = (595.276, 841.89)
        self.family = family
        output = PDFOutput(atMost: most)
        guard
            let surface = cairo_pdf_surface_create_for_stream(
                PDFOutput.write, Unmanaged.passUnretained(output).toOpaque(), width, height),
            let context = cairo_create(surface), let fonts = pango_cairo_font_map_new(),
            let layoutContext = pango_font_map_create_context(fonts), let layout = pango_layout_new(layoutContext)
        else { throw PDFError("cairo and pango have no memory") }
        self.surface = surface
        self.context = context
        self.fonts = fonts
        self.layoutContext = layoutContext
        self.layout = layout
        try PDFError.check(cairo_surface_status(surface))
        // What is not in a file of PDF 1.4 (streams of objects) the attachment's update would have to read.
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, metadata.title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, metadata.author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, metadata.timestamp)
        // Widths that do not depend on the resolution, and the letters of the reader's language.
        pango_context_set_round_glyph_positions(layoutContext, 0)
        pango_context_set_language(layoutContext, pango_language_from_string(metadata.language))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        setAttributes()
        try findFont()
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(layout))
        g_object_unref(UnsafeMutableRawPointer(layoutContext))
        g_object_unref(fonts)
        cairo_destroy(context)
        // Ends the file if `finish` did not: the output is still there.
        cairo_surface_destroy(surface)
    }

    /// What is written is what is read back: no hyphens that a name does not have, no `ﬂ` for two letters.
    private func setAttributes() {
        let attributes = pango_attr_list_new()
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0"))
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
    }

    /// Without any font pango would end the process, and with another one nothing would stand where it is measured.
    private func findFont() throws(PDFError) {
        guard let wanted = description(size: 10, isBold: false) else { throw PDFError("pango has no memory") }
        defer { pango_font_description_free(wanted) }
        var found = ""
        if let font = pango_context_load_font(layoutContext, wanted) {
            if let described = pango_font_describe(font) {
                found = pango_font_description_get_family(described).map { String(cString: $0) } ?? ""
                pango_font_description_free(described)
            }
            g_object_unref(font)
        }
        guard found == family else {
            throw PDFError("the font \(family) is missing: install the package fonts-dejavu-core")
        }
    }

    private func description(size: Double, isBold: Bool) -> OpaquePointer? {
        guard let description = pango_font_description_new() else { return nil }
        pango_font_description_set_family(description, family)
        pango_font_description_set_absolute_size(description, size * Double(PANGO_SCALE))
        pango_font_description_set_weight(description, isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        return description
    }

    private func lay(_ text: PDFText) {
        let description = description(size: text.size, isBold: text.isBold)
        pango_layout_set_font_description(layout, description)
        pango_font_description_free(description)
        pango_layout_set_width(layout, Int32(clamping: Int(text.width * Double(PANGO_SCALE))))
        pango_layout_set_alignment(layout, text.alignment == .right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT)
        // pango turns an alignment round for a paragraph that runs from right to left.
        pango_layout_set_auto_dir(layout, text.alignment == .natural ? 1 : 0)
        pango_layout_set_text(layout, text.string, Int32(clamping: text.string.utf8.count))
    }

    /// Points.
    public func height(of text: PDFText) -> Double {
        lay(text)
        var (width, height): (Int32, Int32) = (0, 0)
        pango_layout_get_size(layout, &width, &height)
        return Double(height) / Double(PANGO_SCALE)
    }

    /// - Parameter y: of the upper edge.
    public func draw(_ text: PDFText, x: Double, y: Double) {
        lay(text)
        cairo_set_source_rgb(context, text.gray, text.gray, text.gray)
        cairo_move_to(context, x, y)
        pango_cairo_show_layout(context, layout)
    }

    /// A horizontal line.
    public func rule(x: Double, y: Double, width: Double, thickness: Double = 0.5, gray: Double = 0) {
        cairo_set_source_rgb(context, gray, gray, gray)
        cairo_rectangle(context, x, y, width, thickness)
        cairo_fill(context)
    }

    public func endPage() { cairo_show_page(context) }

    /// The file. Nothing can be drawn afterwards.
    /// - Throws: when anything before went wrong, or there was more than was allowed.
    public func finish() throws(PDFError) -> [UInt8] {
        cairo_surface_finish(surface)
        try PDFError.check(cairo_status(context))
        try PDFError.check(cairo_surface_status(surface))
        return output.bytes
    }
}
