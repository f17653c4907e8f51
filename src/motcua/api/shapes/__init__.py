"""What the API asks for and answers with; the OpenAPI description is made from these."""
