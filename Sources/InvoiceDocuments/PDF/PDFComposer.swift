import PDF

/// Lays an invoice out on pages, from top to bottom, and draws them when it is known how many there are.
struct PDFComposer {
    /// What stands somewhere on a page.
    enum Mark {
        case text(PDFText, x: Double, y: Double)
        case rule(x: Double, y: Double, width: Double, thickness: Double, gray: Double)
    }

    static let margin = 48.0
    /// What is kept free for the line at the foot.
    private static let foot = 70.0

    let canvas: PDFCanvas
    let page: InvoicePage
    let words: InvoiceWords
    private(set) var sheets: [[Mark]] = [[]]
    /// Where the next thing is put.
    var y = Self.margin

    init(canvas: PDFCanvas, page: InvoicePage, words: InvoiceWords) {
        self.canvas = canvas
        self.page = page
        self.words = words
    }

    var width: Double { canvas.width - 2 * Self.margin }
    private var bottom: Double { canvas.height - Self.foot }

    /// Whether so much more fits on the page.
    func hasRoom(for height: Double) -> Bool { y + height <= bottom }

    mutating func beginSheet() {
        sheets.append([])
        y = Self.margin
    }

    mutating func add(_ mark: Mark) { sheets[sheets.count - 1].append(mark) }

    mutating func rule(thickness: Double = 0.5, gray: Double = 0.8, x: Double = margin, width: Double? = nil) {
        add(.rule(x: x, y: y, width: width ?? self.width, thickness: thickness, gray: gray))
    }

    /// Texts beside each other, at the same height.
    /// - Returns: the height of the highest.
    @discardableResult
    mutating func put(_ texts: [(text: PDFText, x: Double)]) -> Double {
        for (text, x) in texts { add(.text(text, x: x, y: y)) }
        return texts.map { canvas.height(of: $0.text) }.max() ?? 0
    }

    /// A text on lines of its own, on the next page where there is no room for it.
    mutating func paragraph(_ string: String, size: Double, isBold: Bool = false, gray: Double = 0, after: Double = 0) {
        let text = PDFText(string, size: size, isBold: isBold, gray: gray, width: width)
        let height = canvas.height(of: text)
        if !hasRoom(for: height) { beginSheet() }
        put([(text, Self.margin)])
        y += height + after
    }

    /// Every page, with its line at the foot.
    func draw() {
        for (index, marks) in sheets.enumerated() {
            for mark in marks {
                switch mark {
                case .text(let text, let x, let y): canvas.draw(text, x: x, y: y)
                case .rule(let x, let y, let width, let thickness, let gray):
                    canvas.rule(x: x, y: y, width: width, thickness: thickness, gray: gray)
                }
            }
            let y = canvas.height - Self.margin
            let half = width / 2
            canvas.draw(PDFText(page.title, size: 7.5, gray: 0.4, width: half), x: Self.margin, y: y)
            canvas.draw(
                PDFText(words.page(index + 1, of: sheets.count), size: 7.5, gray: 0.4, width: half, alignment: .right),
                x: Self.margin + half, y: y)
            canvas.endPage()
        }
    }
}
