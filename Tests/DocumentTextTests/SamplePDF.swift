/// A small PDF, written by hand (ISO 32000-1): the reader under test is none of ours, so that a writer of ours proves nothing.
struct SamplePDF {
    private var objects: [String] = []

    var bytes: [UInt8] {
        var (text, offsets) = ("%PDF-1.4\n", [Int]())
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            text += String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n"
        }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }

    /// A page for each text, which is ASCII without parentheses.
    static func pages(_ texts: [String]) -> [UInt8] {
        var pdf = SamplePDF()
        let kids = texts.indices.map { "\($0 * 2 + 4) 0 R" }.joined(separator: " ")
        pdf.objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [\(kids)] /Count \(texts.count) >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        for (index, text) in texts.enumerated() {
            pdf.objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents \(index * 2 + 5) 0 R >>"
            )
            pdf.objects.append(Self.stream("BT /F 12 Tf 60 700 Td (\(text)) Tj ET"))
        }
        return pdf.bytes
    }

    /// One page whose form holds ten times a form that holds ten times … a text: 10^levels of them in a few kilobytes.
    static func bomb(levels: Int) -> [UInt8] {
        var pdf = SamplePDF()
        pdf.objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X \(6 + levels) 0 R >> >> /Contents 5 0 R >>",
            Self.stream("/X Do"),
            Self.stream(
                "BT /F 12 Tf 60 700 Td (again and again) Tj ET",
                "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"),
        ]
        for level in 0..<levels {
            let times = String(repeating: "1 0 0 1 1 -1 cm /X Do ", count: 10)
            pdf.objects.append(
                Self.stream(
                    times,
                    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X \(level + 6) 0 R >> >>"
                ))
        }
        return pdf.bytes
    }

    private static func stream(_ content: String, _ entries: String = "") -> String {
        "<< /Length \(content.utf8.count) \(entries) >>\nstream\n\(content)\nendstream"
    }
}
