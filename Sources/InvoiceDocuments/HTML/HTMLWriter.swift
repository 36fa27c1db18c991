import Contracts

/// Puts a page into HTML. What comes from outside is escaped, and each name is laid out in its own direction.
struct HTMLWriter {
    let page: InvoicePage
    /// Where the payment stands today.
    let status: String

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="\(page.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Markup.text(page.title))</title>
        <style>\(HTMLStyle.text)</style>
        </head>
        <body>
        <main>
        <h1>\(Markup.text(page.title))</h1>
        <p class="status">\(Markup.text(status))</p>
        <dl class="facts">
        \(page.facts.map(fact).joined(separator: "\n"))
        </dl>
        <div class="parties">
        \(party(page.seller))
        \(party(page.buyer))
        </div>
        <table class="lines">
        <thead>
        \(row(page.headings, cell: "th"))
        </thead>
        <tbody>
        \(page.rows.map { row($0, cell: "td") }.joined(separator: "\n"))
        </tbody>
        </table>
        <table class="vat">
        <thead>
        \(vatRow(page.vatHeadings, cell: "th"))
        </thead>
        <tbody>
        \(page.vatRows.map { vatRow($0, cell: "td") }.joined(separator: "\n"))
        </tbody>
        </table>
        <dl class="totals">
        \(page.totals.map(fact).joined(separator: "\n"))
        </dl>
        \((page.payment.map { paragraph($0, "payment") } + page.notices.map { paragraph($0, "notice") }).joined(separator: "\n"))
        </main>
        </body>
        </html>

        """
    }

    private func fact(_ fact: InvoicePage.Fact) -> String {
        "<dt>\(Markup.text(fact.label))</dt><dd dir=\"auto\">\(Markup.text(fact.value))</dd>"
    }

    private func party(_ party: InvoicePage.Party) -> String {
        let lines = [party.name] + party.lines
        return "<section><h2>\(Markup.text(party.label))</h2>"
            + lines.map { "<p dir=\"auto\">\(Markup.text($0))</p>" }.joined() + "</section>"
    }

    private func row(_ row: InvoicePage.Row, cell: String) -> String {
        let period = row.period.map { "<br><small>\(Markup.text($0))</small>" } ?? ""
        let numbers = [row.quantity, row.unitPrice, row.rate, row.net].map { "<\(cell)>\(Markup.text($0))</\(cell)>" }
        return "<tr><\(cell)><span dir=\"auto\">\(Markup.text(row.description))</span>\(period)</\(cell)>"
            + numbers.joined() + "</tr>"
    }

    private func vatRow(_ row: InvoicePage.VATRow, cell: String) -> String {
        let exemption = row.exemption.map { "<br><small dir=\"auto\">\(Markup.text($0))</small>" } ?? ""
        return "<tr><\(cell)>\(Markup.text(row.rate))\(exemption)</\(cell)>"
            + [row.base, row.vat].map { "<\(cell)>\(Markup.text($0))</\(cell)>" }.joined() + "</tr>"
    }

    private func paragraph(_ text: String, _ style: String) -> String {
        "<p class=\"\(style)\" dir=\"auto\">\(Markup.text(text))</p>"
    }
}
