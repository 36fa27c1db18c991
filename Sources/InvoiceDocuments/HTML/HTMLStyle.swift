import Cryptography
import Foundation

/// The style sheet of the page, and the hash by which a content security policy allows it (CSP 3, hash-source).
enum HTMLStyle {
    static let hash = "sha256-" + Data(SHA256.digest(text)).base64EncodedString()

    static let text = """

        body { margin: 2rem auto; max-width: 50rem; padding: 0 1rem; color: #1a1a1a; font: 15px/1.45 system-ui, sans-serif; }
        h1 { margin: 0; font-size: 1.6rem; }
        h2 { margin: 0 0 .3rem; font-size: .8rem; color: #666; text-transform: uppercase; letter-spacing: .05em; }
        .status { margin: .2rem 0 1.2rem; color: #444; }
        .facts, .totals { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.5rem; margin: 0 0 1.5rem; }
        dt { color: #666; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .parties { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; margin-bottom: 1.5rem; }
        .parties p { margin: 0; overflow-wrap: anywhere; }
        .parties h2 + p { font-weight: 600; }
        table { width: 100%; margin-bottom: 1.5rem; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th { padding: .4rem .5rem; border-bottom: 2px solid #1a1a1a; text-align: start; font-size: .85rem; }
        td { padding: .4rem .5rem; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere; }
        th:not(:first-child), td:not(:first-child) { text-align: end; white-space: nowrap; }
        small { color: #666; }
        .vat { width: auto; min-width: 50%; }
        .totals { width: max-content; margin-inline-start: auto; }
        .totals dd { text-align: end; }
        .totals dt:last-of-type, .totals dd:last-of-type { color: inherit; font-weight: 700; font-size: 1.15rem; }
        .payment { margin: .2rem 0; }
        .notice { margin: .2rem 0; color: #666; font-size: .8rem; }
        @page { size: A4; margin: 15mm; }
        @media print { body { margin: 0; max-width: none; font-size: 11px; } tr, .totals, .parties { break-inside: avoid; } thead { display: table-header-group; } }

        """
}
