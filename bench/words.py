"""What is said in the bench's calls: a kilobyte."""

TRANSCRIPT = "\n".join(
    [
        "Agent: Hi, this is an automated assistant, calling on behalf of a customer about a job.",
        "Provider: Sure, what seems to be the problem?",
        "Agent: The toilet keeps running after every flush. What would that cost in total?",
        "Provider: That would be $150, everything included.",
    ]
    * 4
)[:1_000]
