import HindcastHTTP

/// Why a service did not do what it was asked. Tells neither the key nor what the service said, which may repeat it.
struct EndpointFailure: Error, Equatable {
    /// Whether the same question may be answered later.
    let mayPass: Bool
    let sentence: String

    init(mayPass: Bool, _ sentence: String) {
        self.mayPass = mayPass
        self.sentence = sentence
    }

    init(_ error: FetchError) {
        switch error {
        case .unreachable, .timedOut, .busy, .cancelled: mayPass = true
        case .badRequest, .tooLarge, .untrusted: mayPass = false
        }
        sentence = error.sentence
    }

    init(status: Int, of endpoint: ModelEndpoint) {
        let place = endpoint.place
        mayPass = status == 408 || status == 429 || status >= 500
        sentence =
            switch status {
            case 401, 403:
                "\(place) answered \(status): its key is missing, wrong, or not allowed to do this."
            case 404:
                "\(place) answered 404: check its address, and that it has a model \"\(endpoint.model)\"."
            case 429: "\(place) answered 429: too many requests, or nothing is left of what was paid for."
            case 300...399:
                "\(place) answered \(status): redirects are not followed; name the address it leads to."
            default: "\(place) answered \(status)."
            }
    }
}

extension ModelEndpoint {
    /// What errors call it.
    var place: String { OutgoingRequest.server(of: url) ?? "The endpoint" }
}
