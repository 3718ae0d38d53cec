"use strict";

// A file of its own: the page's Content-Security-Policy allows no script inside of it. The layout is
// the one without Swagger's own bar: that has a logo with a style inside, and loads other documents.
window.ui = SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  layout: "BaseLayout",
  // Else Swagger UI asks a host of its makers whether our document is valid.
  validatorUrl: null,
});
