import PDF

/// The parts of an invoice in their order.
extension PDFComposer {
    private static let size = 8.5
    private static let gray = 0.4
    /// What is longer is cut: no text fills a page.
    private static let longest = 500

    mutating func compose() {
        paragraph(page.title, size: 19, isBold: true, after: 14)
        facts()
        parties()
        lines()
        vat()
        totals()
        for text in page.payment { paragraph(text, size: Self.size, after: 3) }
        y += 10
        for text in page.notices { paragraph(Self.cut(text), size: 7.5, gray: Self.gray, after: 2) }
    }

    private static func cut(_ text: String) -> String {
        text.count > longest ? text.prefix(longest) + "…" : text
    }

    private mutating func facts() {
        for fact in page.facts {
            y +=
                put([
                    (PDFText(fact.label, size: Self.size, gray: Self.gray, width: 110), Self.margin),
                    (PDFText(Self.cut(fact.value), size: Self.size, width: width - 120), Self.margin + 120),
                ]) + 2
        }
        y += 16
    }

    private mutating func parties() {
        let column = (width - 24) / 2
        let top = y
        var lowest = y
        for (index, party) in [page.seller, page.buyer].enumerated() {
            y = top
            let x = Self.margin + Double(index) * (column + 24)
            y += put([(PDFText(party.label, size: 7.5, gray: Self.gray, width: column), x)]) + 3
            y += put([(PDFText(Self.cut(party.name), size: 10, isBold: true, width: column), x)]) + 2
            for line in party.lines {
                y += put([(PDFText(String(Self.cut(line).prefix(200)), size: Self.size, width: column), x)]) + 1
            }
            lowest = max(lowest, y)
        }
        y = lowest + 22
    }

    /// From the left edge of the table, and how wide.
    private var columns: (description: Double, numbers: [(x: Double, width: Double)]) {
        let widths = [68.0, 84, 42, 84]
        var x = Self.margin + width
        let numbers = widths.reversed().map { width -> (x: Double, width: Double) in
            x -= width
            return (x, width - 6)
        }
        return (x - Self.margin - 8, numbers.reversed())
    }

    private func texts(_ row: InvoicePage.Row, isBold: Bool) -> [(text: PDFText, x: Double)] {
        let columns = columns
        let numbers = zip([row.quantity, row.unitPrice, row.rate, row.net], columns.numbers).map { string, column in
            (
                text: PDFText(string, size: Self.size, isBold: isBold, width: column.width, alignment: .right),
                x: column.x + 6
            )
        }
        let description = PDFText(
            Self.cut(row.description), size: Self.size, isBold: isBold, width: columns.description)
        return [(description, Self.margin)] + numbers
    }

    private mutating func heading() {
        y += put(texts(page.headings, isBold: true)) + 4
        rule(thickness: 1, gray: 0)
        y += 5
    }

    private mutating func lines() {
        if !hasRoom(for: 60) { beginSheet() }
        heading()
        for row in page.rows {
            let texts = texts(row, isBold: false)
            let period = row.period.map {
                PDFText($0, size: 7.5, gray: Self.gray, width: columns.description, alignment: .left)
            }
            var height = texts.map { canvas.height(of: $0.text) }.max() ?? 0
            let below = texts.first.map { canvas.height(of: $0.text) } ?? 0
            if let period { height = max(height, below + canvas.height(of: period)) }
            if !hasRoom(for: height + 8) {
                beginSheet()
                heading()
            }
            for (text, x) in texts { add(.text(text, x: x, y: y)) }
            if let period { add(.text(period, x: Self.margin, y: y + below)) }
            y += height + 3.5
            rule()
            y += 4.5
        }
        y += 14
    }

    private mutating func vat() {
        if !hasRoom(for: 60) { beginSheet() }
        vatRow(page.vatHeadings, isBold: true)
        rule(thickness: 1, gray: 0, width: 330)
        y += 5
        for row in page.vatRows {
            if !hasRoom(for: 30) { beginSheet() }
            vatRow(row, isBold: false)
            if let exemption = row.exemption {
                y -= 2
                paragraph(Self.cut(exemption), size: 7.5, gray: Self.gray, after: 3)
            }
        }
        y += 10
    }

    private mutating func vatRow(_ row: InvoicePage.VATRow, isBold: Bool) {
        y +=
            put([
                (PDFText(row.rate, size: Self.size, isBold: isBold, width: 100), Self.margin),
                (
                    PDFText(row.base, size: Self.size, isBold: isBold, width: 110, alignment: .right),
                    Self.margin + 100
                ),
                (
                    PDFText(row.vat, size: Self.size, isBold: isBold, width: 110, alignment: .right),
                    Self.margin + 220
                ),
            ]) + 4
    }

    private mutating func totals() {
        if !hasRoom(for: 70) { beginSheet() }
        let (label, value) = (130.0, 120.0)
        let x = Self.margin + width - label - value
        for (index, total) in page.totals.enumerated() {
            let isLast = index == page.totals.count - 1
            if isLast {
                rule(thickness: 1, gray: 0, x: x, width: label + value)
                y += 5
            }
            let size = isLast ? 11 : Self.size
            y +=
                put([
                    (PDFText(total.label, size: size, isBold: isLast, width: label), x),
                    (
                        PDFText(total.value, size: size, isBold: isLast, width: value, alignment: .right),
                        x + label
                    ),
                ]) + 4
        }
        y += 14
    }
}
