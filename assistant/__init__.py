"""What exactly answers, and does anything? A question and its history in, an answer of verified quotes out."""
