"""Personal data: who has read what, and what people may ask about their own."""
