/// What an agent was asked, the same thing asked by somebody else, and something else asked in a similar tone.
struct TaskTriple: Sendable {
    let task: String
    let paraphrase: String
    let unrelated: String

    init(_ task: String, _ paraphrase: String, _ unrelated: String) {
        self.task = task
        self.paraphrase = paraphrase
        self.unrelated = unrelated
    }

    static let all: [TaskTriple] = code + data + operations + office
}

extension TaskTriple {
    private static let code = [
        TaskTriple(
            "Fix the failing unit test in the payment module",
            "The payment module's unit tests fail, repair them",
            "Write a unit test for the new calendar view"),
        TaskTriple(
            "Convert fahrenheit to celsius in Python",
            "Python function that turns Fahrenheit degrees into Celsius",
            "Convert a JPEG image to PNG in Python"),
        TaskTriple(
            "Refactor the user authentication service to use dependency injection",
            "Use dependency injection when authenticating users: refactoring of the auth service",
            "Document the public API of the logging service"),
        TaskTriple(
            "Add pagination to the orders endpoint", "The endpoint for listing orders should be paginated",
            "Add a dark mode to the settings page"),
        TaskTriple(
            "Why does my React component re-render on every keystroke?",
            "React component renders again with each key press, find out why",
            "Why is the nightly database backup empty?"),
        TaskTriple(
            "Implement a least recently used cache in Rust",
            "Write an LRU cache (least recently used) in Rust",
            "Implement a binary heap in Rust"),
        TaskTriple(
            "Migrate the test suite from unittest to pytest", "Port our unittest tests to pytest",
            "Migrate the wiki from Confluence to Notion"),
        TaskTriple(
            "Find the memory leak in the image thumbnail worker",
            "The worker that makes image thumbnails leaks memory; find it",
            "Find the cheapest flight to Lisbon in June"),
        TaskTriple(
            "Remove unused imports from all TypeScript files",
            "Clean the TypeScript sources of imports nobody uses",
            "Remove the background of all product photos"),
        TaskTriple(
            "Resolve the merge conflict in package-lock.json",
            "package-lock.json has merge conflicts, resolve them",
            "Resolve the customer's complaint about late delivery"),
        TaskTriple(
            "Parse ISO 8601 dates without a library", "Parsing of ISO-8601 date strings, no dependencies",
            "Parse command line flags without a library"),
        TaskTriple(
            "Write a regular expression that matches email addresses",
            "Regex to match an email address", "Write a haiku that mentions the autumn moon"),
        TaskTriple(
            "Speed up the SQL query on the invoices table",
            "The invoices query is slow: optimise its SQL", "Translate the invoice template into French"),
    ]

    private static let data = [
        TaskTriple(
            "Plot monthly revenue from sales.csv as a bar chart",
            "Make a bar chart of revenue per month using sales.csv",
            "Delete duplicate photos from the holiday folder"),
        TaskTriple(
            "Train a classifier that detects spam messages", "Build a spam detection classifier for messages",
            "Train new staff in how to handle refunds"),
        TaskTriple(
            "Remove duplicate rows from the customers table", "Deduplicate rows of the table of customers",
            "Print the floor plan of the second warehouse"),
        TaskTriple(
            "Summarise the survey answers by age group",
            "Give a summary of survey answers for each age group",
            "Book a table for six people on Friday"),
        TaskTriple(
            "Extract all phone numbers from these PDF contracts",
            "Get the telephone numbers out of the contracts (PDF)",
            "Compress these videos so that they fit on a stick"),
        TaskTriple(
            "Compute the correlation between temperature and ice cream sales",
            "How strongly do ice cream sales correlate with temperature?",
            "Compute the checksum of every file in the release"),
        TaskTriple(
            "Forecast next quarter's demand with exponential smoothing",
            "Use exponential smoothing to forecast demand for the coming quarter",
            "Rotate the signing keys before next quarter"),
        TaskTriple(
            "Merge the two spreadsheets on the employee id", "Join both spreadsheets by employee ID",
            "Write a farewell card for a colleague who retires"),
        TaskTriple(
            "Load the parquet files into DuckDB and count events per day",
            "Count daily events after loading Parquet into DuckDB",
            "Unload the truck and count the boxes"),
        TaskTriple(
            "Find outliers in the sensor readings of machine 7",
            "Detect outlying readings of the sensor on machine 7",
            "Find a venue for the summer party"),
        TaskTriple(
            "Translate the product descriptions into German",
            "German translation of our product descriptions",
            "Estimate the cost of moving the product database"),
        TaskTriple(
            "Label the sentiment of these movie reviews", "Sentiment labelling for movie reviews",
            "Order movie tickets for Saturday night"),
        TaskTriple(
            "Anonymise names and addresses in the support tickets",
            "Names and addresses in support tickets must be anonymised",
            "Assign the open pull requests to reviewers"),
    ]

    private static let operations = [
        TaskTriple(
            "Restart the nginx container on the staging server",
            "nginx on staging is stuck, restart its container",
            "Draft the slides for the board meeting"),
        TaskTriple(
            "Renew the TLS certificate of api.example.com", "api.example.com needs a renewed TLS certificate",
            "Measure how long the cold start of the app takes"),
        TaskTriple(
            "Scale the Kubernetes deployment checkout to five replicas",
            "Set five replicas for the checkout deployment in Kubernetes",
            "Check out the five newest restaurants in town"),
        TaskTriple(
            "Find out why the CI pipeline times out", "CI pipeline times out, investigate the reason",
            "Find out who owns the domain example.org"),
        TaskTriple(
            "Set up a Grafana dashboard for disk usage",
            "Dashboard in Grafana that shows how much disk is used",
            "Set up a standing order for the office rent"),
        TaskTriple(
            "Rotate the AWS access keys of the deploy user",
            "Access key rotation for the AWS user that deploys",
            "Rotate the scanned pages by ninety degrees"),
        TaskTriple(
            "Upgrade PostgreSQL from 14 to 16 without downtime",
            "Zero downtime upgrade of Postgres 14 to version 16",
            "Downgrade the subscription of the sales team"),
        TaskTriple(
            "Block the IP address that is brute forcing SSH", "SSH is being brute forced: block that IP",
            "Block two hours in my calendar for reading"),
        TaskTriple(
            "Restore yesterday's database backup to a new instance",
            "Make a new instance from the backup the database had yesterday",
            "Restore the scratched painting in the hall"),
        TaskTriple(
            "Write a Dockerfile for the Flask application", "Dockerise our Flask app",
            "Write a cover letter for the designer position"),
        TaskTriple(
            "Reduce the size of the Docker image", "Our docker images are too large, make them smaller",
            "Reduce the number of meetings on Mondays"),
        TaskTriple(
            "Configure log rotation for the access log", "Access logs should be rotated, configure that",
            "Order new access badges for the interns"),
    ]

    private static let office = [
        TaskTriple(
            "Book a flight from Berlin to Oslo on 3 May",
            "I need a plane ticket Berlin-Oslo for May 3, book one",
            "Sort the mail by the sender's country"),
        TaskTriple(
            "Cancel my gym membership", "Please write a cancellation of the gym membership I have",
            "Explain how photosynthesis works to a child"),
        TaskTriple(
            "Schedule a meeting with the design team next Tuesday",
            "Next Tuesday I want to meet the design team: schedule it",
            "Find the derivative of x squared times sine x"),
        TaskTriple(
            "Reply to the customer who asks for a refund",
            "A customer asked for their money to be refunded, write the reply",
            "Describe how a diesel engine is started in winter"),
        TaskTriple(
            "Find three vegetarian recipes with chickpeas", "Vegetarian chickpea recipes, three of them",
            "Find three errors in this shell script"),
        TaskTriple(
            "Compare the prices of these two laptops", "Which of both laptops has the better price? Compare",
            "Count the words in the third chapter"),
        TaskTriple(
            "Write the minutes of today's stand-up", "Minutes for the stand-up meeting we had today",
            "Write a bash loop that renames files"),
        TaskTriple(
            "Rédige un résumé de la réunion budgétaire", "Resume de la reunion sur le budget, a rediger",
            "Traduis cette chanson en espagnol"),
        TaskTriple(
            "Übersetze die Bedienungsanleitung ins Englische",
            "Die Bedienungsanleitung auf Englisch übersetzen",
            "Überweise die Miete an den Vermieter"),
        TaskTriple(
            "検索結果をCSVファイルに保存する", "CSVファイルへ検索結果を保存してください", "明日の天気を教えてください"),
        TaskTriple(
            "Fill in the expense report for the trip to Vienna",
            "Expense report of my Vienna trip: fill it in",
            "Report the broken lamp on the third floor"),
        TaskTriple(
            "Answer the question using only the given documents",
            "Use nothing but the documents given to answer this question",
            "Play the next level of the game and tell the score"),
        // Hardly a word in common: what such vectors can just about do, or cannot.
        TaskTriple(
            "Repair the broken build", "The project does not compile any more since it was rebuilt",
            "Bake bread with dried tomatoes"),
        TaskTriple(
            "Teach me the basics of music theory", "I would like to learn about chords and musical scales",
            "Show me the balance of my account"),
        TaskTriple(
            "Make the website load faster", "Improve page speed of our site",
            "Make the invoice look nicer"),
        TaskTriple(
            "put a clean mug on the coffee machine", "Clean some mug and place it in the coffeemachine",
            "look at the alarm clock under the desk lamp"),
    ]
}
